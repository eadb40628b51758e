import { expect, type Page } from '@playwright/test';
import { startTestHub } from '#test/helpers/hub.ts';
import { administrator } from './support/people.ts';
import { Station } from './support/station.ts';
import { fillEnrolment, keepRecoveryKey, submitEnrolment, typeBackRecoveryKey } from './support/steps/enrolment.ts';
import { field, paste } from './support/steps/fields.ts';
import { goTo, goToAdministration, lock, signIn, typeSignIn } from './support/steps/session.ts';
import { giveKeyring } from './support/test-keyring.ts';
import { test } from './support/world.ts';

const needs = (page: Page) => page.getByText('Your account opens only with the passphrase and the keyring');

test('a keyring that keeps its secrets in plain text is not offered, and the settings and the administration say why', async ({
  world,
}) => {
  const { ruritania } = world;
  const { page } = ruritania;
  expect(await ruritania.ask('account.keyring', {})).toEqual({
    backend: 'basic_text',
    standing: 'plain-text',
    needed: false,
  });
  await goTo(page, 'Settings');
  await expect(page.getByText('Not offered: the system keeps the keyring’s secrets in plain text')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Also require the keyring' })).toHaveCount(0);
  const wanted = { needed: true, passphrase: 'seven grey herons over the weir' };
  expect(await ruritania.tryAsk('account.need-keyring', wanted)).toMatchObject({
    ok: false,
    error: { code: 'keyring-refused' },
  });
  await lock(page);
  await signIn(page, administrator);
  await goToAdministration(page, 'This workstation');
  await expect(page.getByText('Not offered: the system keeps the keyring’s secrets in plain text')).toBeVisible();
});

test('an account that needs the keyring too says so at the door when it is lost, and the recovery key opens without it', async () => {
  const hub = await startTestHub();
  const station = await Station.open();
  const { page } = station;
  await fillEnrolment(page, hub.url, await hub.admin.createEnrolmentCode('ZUB'));
  await submitEnrolment(page);
  const paper = await typeBackRecoveryKey(page);
  await keepRecoveryKey(page);
  await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible();

  await giveKeyring(station, 'kept');
  await lock(page);
  await signIn(page, administrator);
  await goTo(page, 'Settings');
  await expect(page.getByText('Secret Service (libsecret)')).toBeVisible();
  await page.getByRole('button', { name: 'Also require the keyring' }).click();
  await page.getByLabel('Passphrase, to confirm').fill('not the passphrase at all');
  await page.getByRole('button', { name: 'Also require the keyring' }).click();
  await expect(page.getByText('This is not your passphrase.')).toBeVisible();
  await page.waitForTimeout(1100); // the wait after a wrong passphrase
  await page.getByLabel('Passphrase, to confirm').fill(administrator.passphrase);
  await page.getByRole('button', { name: 'Also require the keyring' }).click();
  await expect(needs(page)).toBeVisible();
  await lock(page);
  await signIn(page, administrator);
  await expect(needs(page)).toBeVisible();

  await giveKeyring(station, 'lost');
  await lock(page);
  await typeSignIn(page, administrator);
  await expect(page.getByText('Your account now requires the keyring')).toHaveCount(0); // of before the lock
  await expect(page.getByRole('alert')).toContainText('This account also requires the keyring of this computer');
  await page.getByRole('button', { name: 'Use the recovery key' }).click();
  await page.getByLabel('New passphrase').fill(administrator.passphrase);
  await page.getByLabel('The same again').fill(administrator.passphrase);
  await paste(field(page, 'Recovery key: the 24 words from the paper'), paper.join(' '));
  await page.getByRole('button', { name: 'Set the new passphrase' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await signIn(page, administrator);
  await expect(page.getByText('Your account opens with the passphrase alone.')).toBeVisible();
  await page.getByRole('button', { name: 'Also require the keyring' }).click();
  await page.getByLabel('Passphrase, to confirm').fill(administrator.passphrase);
  await page.getByRole('button', { name: 'Also require the keyring' }).click();
  await expect(needs(page)).toBeVisible();
  await page.getByRole('button', { name: 'No longer require the keyring' }).click();
  await page.getByLabel('Passphrase, to confirm').fill(administrator.passphrase);
  await page.getByRole('button', { name: 'No longer require the keyring' }).click();
  await expect(page.getByText('Your account opens with the passphrase alone.')).toBeVisible();
  await station.remove();
  await hub.close();
});
