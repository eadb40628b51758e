import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { administrator, officer } from './support/people.ts';
import { Station } from './support/station.ts';
import { field } from './support/steps/fields.ts';
import { goTo, lock, signIn } from './support/steps/session.ts';
import { test } from './support/world.ts';

async function fillEnrolment(page: Page, hubUrl: string, code: string): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Set up this workstation' })).toBeVisible();
  await field(page, 'Address of the hub').fill(hubUrl);
  await field(page, 'One-time code').fill(code);
  await field(page, 'Name').fill(administrator.name);
  await field(page, 'User name').fill(administrator.username);
  await page.getByLabel('New passphrase').fill(administrator.passphrase);
  await page.getByLabel('The same again').fill(administrator.passphrase);
}

const submit = (page: Page) => page.getByRole('button', { name: 'Set up the workstation' }).click();

/** The code with one of its digits changed, as a slip of the pen would. */
const mistyped = (code: string) => code.replace(/[2-9]/, (digit) => (digit === '9' ? '8' : String(Number(digit) + 1)));

const isUntouched = ({ profileDir }: Station): boolean => {
  const vault = join(profileDir, 'vault');
  return !existsSync(vault) || readdirSync(vault).length === 0;
};

/** Types the two groups of the recovery key that are asked for, read off the screen as from the paper. @returns the key. */
async function typeBackRecoveryKey(page: Page): Promise<string> {
  const groups = await page
    .getByRole('list', { name: 'Recovery key in numbered groups' })
    .locator('bdi')
    .allTextContents();
  for (const [at, group] of groups.entries()) {
    const asked = field(page, `Group ${at + 1}`);
    if ((await asked.count()) > 0) await asked.fill(group.toLowerCase());
  }
  return groups.join('-');
}

test.describe('a new workstation', () => {
  let machine: Station;
  test.beforeEach(async () => {
    machine = await Station.open();
  });
  test.afterEach(() => machine.remove());

  test('refuses a mistyped, an expired and a used code, says which, and keeps nothing half done', async ({ world }) => {
    const { page } = machine;
    const code = await world.hub.admin.createEnrolmentCode('GSE');
    await fillEnrolment(page, world.hub.url, mistyped(code));
    await submit(page);
    await expect(page.getByText('Mistyped somewhere: compare it group by group')).toBeVisible();
    expect(isUntouched(machine)).toBe(true);

    await field(page, 'One-time code').fill(await world.hub.admin.createEnrolmentCode('GSE', -1));
    await submit(page);
    await expect(page.getByRole('alert')).toContainText('This code is no longer valid');
    expect(isUntouched(machine)).toBe(true);

    await field(page, 'One-time code').fill(code);
    await submit(page);
    await expect(page.getByRole('heading', { name: 'The recovery key' })).toBeVisible();

    const second = await Station.open();
    await fillEnrolment(second.page, world.hub.url, code);
    await submit(second.page);
    await expect(second.page.getByRole('alert')).toContainText('This code has been used already.');
    expect(isUntouched(second)).toBe(true);
    await second.remove();
  });

  test('is set up by a code; its recovery key is typed back, and opens it when passphrases are lost; the administrator makes accounts', async ({
    world,
  }) => {
    const { page } = machine;
    await fillEnrolment(page, world.hub.url, await world.hub.admin.createEnrolmentCode('ZUB'));
    await submit(page);
    await expect(page.getByText('Workstation of')).toContainText(/Zubrovia|ZUB/);
    await page.getByRole('button', { name: 'It is kept: open the workstation' }).click();
    await expect(page.getByText('Not what stands in this group').first()).toBeVisible();
    const recoveryKey = await typeBackRecoveryKey(page);
    await page.getByRole('button', { name: 'It is kept: open the workstation' }).click();

    await goTo(page, 'Administration');
    await page.getByRole('button', { name: 'New account' }).click();
    const dialog = page.getByRole('dialog', { name: 'New account' });
    await field(dialog, 'Name').fill(officer.name);
    await field(dialog, 'User name').fill(officer.username);
    await dialog.getByRole('checkbox', { name: 'Officer', exact: true }).check();
    await dialog.getByRole('checkbox', { name: 'Supervisor' }).check();
    await dialog.getByLabel('New passphrase').fill(officer.passphrase);
    await dialog.getByLabel('The same again').fill(officer.passphrase);
    await dialog.getByRole('button', { name: 'Create the account' }).click();
    await expect(page.getByRole('grid', { name: 'Accounts' })).toContainText(officer.name);
    await expect(page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Cases' })).toBeHidden();

    await lock(page);
    await signIn(page, officer);
    await expect(page.getByRole('heading', { name: `Desk of ${officer.name}` })).toBeVisible();
    await expect(page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Cases' })).toBeVisible();

    // Everybody forgot their passphrase: the printed key gives the administrator a new one.
    await lock(page);
    const renewed = { username: administrator.username, passphrase: 'two paper boats under one bridge' };
    await page.getByRole('button', { name: 'Use the recovery key' }).click();
    await field(page, 'User name').fill(renewed.username);
    await page.getByLabel('New passphrase').fill(renewed.passphrase);
    await page.getByLabel('The same again').fill(renewed.passphrase);
    await field(page, 'Recovery key').fill(recoveryKey.replace(/[2-9]/, (digit) => (digit === '2' ? '3' : '2')));
    await page.getByRole('button', { name: 'Set the new passphrase' }).click();
    await expect(page.getByText('The recovery key is mistyped')).toBeVisible();
    await field(page, 'Recovery key').fill(recoveryKey);
    await page.getByRole('button', { name: 'Set the new passphrase' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await signIn(page, renewed);
  });
});
