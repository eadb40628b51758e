import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { administrator, officer } from './support/people.ts';
import { Station } from './support/station.ts';
import { fillEnrolment, keepRecoveryKey, submitEnrolment, typeBackRecoveryKey } from './support/steps/enrolment.ts';
import { field, paste } from './support/steps/fields.ts';
import { goToAdministration, lock, signIn } from './support/steps/session.ts';
import { test } from './support/world.ts';

/** The code with one of its digits changed, as a slip of the pen would. */
const mistyped = (code: string) => code.replace(/[2-9]/, (digit) => (digit === '9' ? '8' : String(Number(digit) + 1)));

const isUntouched = ({ profileDir }: Station): boolean => {
  const vault = join(profileDir, 'vault');
  return !existsSync(vault) || readdirSync(vault).length === 0;
};

/** How many sheets of A4 the page makes when it is printed. */
async function printedPages({ app }: Station): Promise<number> {
  const pdf = await app.evaluate(async ({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const printed = await window?.webContents.printToPDF({ pageSize: 'A4' });
    return printed?.toString('latin1') ?? '';
  });
  return pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
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
    await submitEnrolment(page);
    await expect(page.getByText('Mistyped somewhere: compare it group by group')).toBeVisible();
    expect(isUntouched(machine)).toBe(true);

    await field(page, 'One-time code').fill(await world.hub.admin.createEnrolmentCode('GSE', -1));
    await submitEnrolment(page);
    await expect(page.getByRole('alert')).toContainText('This code is no longer valid');
    expect(isUntouched(machine)).toBe(true);

    await field(page, 'One-time code').fill(code);
    await submitEnrolment(page);
    await expect(page.getByRole('heading', { name: 'The recovery key' })).toBeVisible();

    const second = await Station.open();
    await fillEnrolment(second.page, world.hub.url, code);
    await submitEnrolment(second.page);
    await expect(second.page.getByRole('alert')).toContainText('This code has been used already.');
    expect(isUntouched(second)).toBe(true);
    await second.remove();
  });

  test('is set up by a code; its recovery key is typed back, and opens it when passphrases are lost; the administrator makes accounts', async ({
    world,
  }) => {
    const { page } = machine;
    await fillEnrolment(page, world.hub.url, await world.hub.admin.createEnrolmentCode('ZUB'));
    await submitEnrolment(page);
    await expect(page.getByText('Workstation of')).toContainText(/Zubrovia|ZUB/);
    await keepRecoveryKey(page);
    await expect(page.getByText('Not the word that stands here').first()).toBeVisible();
    const words = await typeBackRecoveryKey(page);
    expect(words).toHaveLength(24);
    expect(await printedPages(machine)).toBe(1);
    await keepRecoveryKey(page);

    await goToAdministration(page, 'Accounts');
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
    const typed = field(page, 'Recovery key: the 24 words from the paper');
    const numbered = words.map((word, at) => `${at + 1}. ${word}`);
    const slip = `${words[6]}x`;
    await paste(typed, numbered.toSpliced(6, 1, `7. ${slip}`).join('\n'));
    await expect(page.getByText(/^Word 7,/)).toContainText(slip);
    await page.getByRole('button', { name: words[6] ?? '', exact: true }).click();
    await expect(page.getByText('does not stand in the list')).toHaveCount(0);
    await typed.fill(words.slice(1).join(' '));
    await page.getByRole('button', { name: 'Set the new passphrase' }).click();
    await expect(page.getByText('Words are missing.')).toBeVisible();
    await typed.fill(words.map((word) => word.slice(0, 4).toUpperCase()).join('  '));
    await page.getByRole('button', { name: 'Set the new passphrase' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await signIn(page, renewed);
  });
});
