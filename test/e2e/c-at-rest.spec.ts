import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { stateFolder } from '../../scripts/runtime/paths.ts';
import { Canaries } from './support/canaries.ts';
import { officer } from './support/people.ts';
import { makeSampleFiles } from './support/sample-files.ts';
import { createCase, openedCase, openTab } from './support/steps/cases.ts';
import { choose, field } from './support/steps/fields.ts';
import { addressTo, composeForm } from './support/steps/messages.ts';
import { goTo, signIn, typeSignIn } from './support/steps/session.ts';
import { test } from './support/world.ts';

const canaries = new Canaries();

/** Writes another word into every text field of a form that takes free text. */
async function fillAll(form: Locator, except: readonly string[]): Promise<void> {
  for (const input of await form.getByRole('textbox').all()) {
    const name =
      (await input.getAttribute('aria-label')) ??
      (await input.evaluate((it) => (it as HTMLInputElement).labels?.[0]?.textContent ?? ''));
    if (!except.some((word) => name.includes(word))) await input.fill(canaries.next());
  }
}

async function writeEverywhere(page: Page, file: string): Promise<void> {
  await createCase(page, canaries.next());
  await openedCase(page).getByRole('button', { name: 'Edit' }).click();
  const edit = openedCase(page).getByRole('form', { name: 'Edit the case' });
  await fillAll(edit, []);
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(edit).toBeHidden();
  await openTab(page, 'Persons');
  await page.getByRole('button', { name: 'Add person' }).click();
  const person = page.getByRole('form', { name: 'New person' });
  await fillAll(person, ['Machine', 'Birth date', 'Height']);
  await choose(person, 'Role in the case', 'Witness');
  await person.getByRole('button', { name: 'Save person' }).click();
  await expect(person).toBeHidden();
  await openTab(page, 'Files');
  await page.getByLabel('Files to add').setInputFiles([file]);
  await expect(openedCase(page).getByRole('table')).toContainText('Sealed here');
  for (let note = 0; note < 28; note += 1) {
    await openTab(page, 'Notes');
    await field(page, 'New note').fill(canaries.next());
    await page.getByRole('button', { name: 'Add note' }).click();
    await expect(field(page, 'New note')).toHaveValue('');
  }
  await field(page, 'New note').fill(canaries.next()); // stays a draft
  await goTo(page, 'Messages');
  await page.getByRole('button', { name: 'New request' }).click();
  await addressTo(page, 'Ruritania');
  await fillAll(composeForm(page), ['Answer by']);
  await page.getByRole('button', { name: 'Back to messages' }).click();
  await goTo(page, 'Checks');
  await page.getByRole('button', { name: 'New check' }).click();
  const check = page.getByRole('form', { name: 'New check' });
  await fillAll(check, ['Machine', 'Birth date']);
  await choose(check, 'Purpose', 'Security check');
  await check.getByRole('button', { name: 'Run check' }).click();
  for (const [section, search] of [
    ['Cases', 'Search cases'],
    ['Messages', 'Search messages'],
    ['People & objects', 'Search people and objects'],
  ] as const) {
    await goTo(page, section);
    await page.getByRole('searchbox', { name: search }).fill(canaries.next());
  }
  for (let search = 0; search < 5; search += 1) {
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
    await page.keyboard.insertText(canaries.next());
    await expect(page.getByRole('dialog').getByRole('status')).toHaveText('0 results');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
}

test('of fifty words typed through the interface, names of files and a wrong passphrase none stands on the disk in clear', async ({
  world,
}) => {
  const { utopia } = world;
  const files = await makeSampleFiles(1);
  const file = join(files.folder, `${canaries.next()}.txt`);
  await writeFile(file, canaries.next());
  await writeEverywhere(utopia.page, file);
  await utopia.page.keyboard.press('Control+l');
  await expect(utopia.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await typeSignIn(utopia.page, { username: officer.username, passphrase: canaries.next() });
  await expect(utopia.page.getByRole('alert')).toBeVisible();
  await files.remove();
  await utopia.quit();
  expect(canaries.count).toBeGreaterThanOrEqual(50);
  expect(await canaries.foundIn([utopia.profileDir, stateFolder('home')])).toEqual([]);

  // The search can fail: a planted word is found.
  const planted = join(utopia.profileDir, 'planted');
  await writeFile(planted, Buffer.from(canaries.next(), 'utf16le'));
  expect(await canaries.foundIn([utopia.profileDir])).toEqual([planted]);
  await utopia.start();
  await signIn(utopia.page, officer);
});
