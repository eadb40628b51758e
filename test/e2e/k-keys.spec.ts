import { expect } from '@playwright/test';
import { accessibilityProblems } from './support/axe.ts';
import { administrator, officer } from './support/people.ts';
import { field, words } from './support/steps/fields.ts';
import { goToAdministration, lock, signIn } from './support/steps/session.ts';
import { test } from './support/world.ts';

const leaver = { name: 'Leo Varga', username: 'leo', passphrase: 'nine lanterns on the old canal' };

test('whoever is deactivated takes the root key along: the workstation renews its keys and says so', async ({
  world,
}) => {
  const { page } = world.ruritania;
  await lock(page);
  await signIn(page, administrator);
  await goToAdministration(page, 'Accounts');
  await page.getByRole('button', { name: 'New account' }).click();
  const dialog = page.getByRole('dialog');
  await field(dialog, 'Name').fill(leaver.name);
  await field(dialog, 'User name').fill(leaver.username);
  await dialog.getByRole('checkbox').first().check();
  for (const box of await dialog.locator('input[type=password]').all()) await box.fill(leaver.passphrase);
  await dialog.getByRole('button', { name: 'Create the account' }).click();
  await expect(dialog).toBeHidden();

  await page.getByRole('tab', { name: 'This workstation' }).click();
  await expect(page.getByText(words('Root key no. 1; every file is sealed under it'))).toBeVisible();
  await page.getByRole('tab', { name: 'Accounts' }).click();
  await page.getByText(leaver.name, { exact: true }).click();
  await page.getByRole('button', { name: 'Deactivate the account' }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('tab', { name: 'This workstation' }).click();
  await expect(page.getByText(words('Root key no. 2; every file is sealed under it'))).toBeVisible();
  await lock(page);
  await signIn(page, officer);
});

test('a lost recovery key is replaced: the new words are shown once, printed, and two of them typed back', async ({
  world,
}) => {
  const { page } = world.ruritania;
  await lock(page);
  await signIn(page, administrator);
  await goToAdministration(page, 'This workstation');
  await page.getByRole('button', { name: 'Replace the recovery key' }).click();
  const dialog = page.getByRole('dialog', { name: 'Recovery key' });
  await field(dialog, 'Your passphrase, to confirm').fill(administrator.passphrase);
  await dialog.getByRole('button', { name: 'Make the new key' }).click();
  const shown = dialog.getByRole('list', { name: 'The 24 numbered words of the recovery key' }).getByRole('listitem');
  await expect(shown).toHaveCount(24);
  const key = (await shown.locator('[lang=en]').allInnerTexts()).map((word) => word.trim());
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await dialog.getByRole('button', { name: 'It is kept: finish' }).click();
  await expect(dialog.getByText('Not the word that stands here').first()).toBeVisible();
  for (const asked of await dialog.getByRole('textbox', { name: /^Word \d+$/ }).all()) {
    const label = await asked.evaluate((input: HTMLInputElement) => input.labels?.[0]?.textContent ?? '');
    await asked.fill(key[Number(/\d+/.exec(label)?.[0]) - 1] ?? '');
  }
  await dialog.getByRole('button', { name: 'It is kept: finish' }).click();
  await expect(dialog).toBeHidden();

  await lock(page);
  const passphrase = 'eleven barges under one bridge';
  const recovered = await world.ruritania.tryAsk('session.recover', {
    recoveryKey: key.join(' '),
    username: administrator.username,
    passphrase,
  });
  expect(recovered).toMatchObject({ ok: true });
  await signIn(page, { ...administrator, passphrase });
  await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible();
  await world.ruritania.ask('account.change-passphrase', { current: passphrase, next: administrator.passphrase });
  await lock(page);
  await signIn(page, officer);
});
