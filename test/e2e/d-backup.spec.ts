import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { caseInput } from '#test/helpers/casework.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { giveToDeskUser } from '../../scripts/runtime/desk-user.ts';
import { accessibilityProblems } from './support/axe.ts';
import { administrator, officer } from './support/people.ts';
import { Station } from './support/station.ts';
import { field } from './support/steps/fields.ts';
import { goTo, goToAdministration, lock, signIn, typeSignIn } from './support/steps/session.ts';

const TITLE = 'Passports shown at Port Alba';

let hub: TestHub;
let stick: string;
let original: Station;
let machine: Station;
let recoveryKey: string;

/** The person chooses this folder in the dialog of the system, which no test can click. */
const willChoose = (station: Station, folder: string) =>
  station.app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
  }, folder);

/** Every file of a workstation's store. */
const filesOf = (station: Station) =>
  readdirSync(join(station.profileDir, 'vault'), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );

test.describe('a workstation that is backed up, restored elsewhere, and erased', () => {
  test.beforeAll(async () => {
    hub = await startTestHub();
    stick = await mkdtemp(join(tmpdir(), 'ncb-stick-'));
    await giveToDeskUser(stick);
    original = await Station.open();
    const { username, name, passphrase } = administrator;
    const enrolmentCode = await hub.admin.createEnrolmentCode('UTO');
    const account = { username, name, passphrase };
    ({ recoveryKey } = await original.ask('session.enrol', { hubUrl: hub.url, enrolmentCode, account }));
    await original.ask('account.create', { ...officer, roles: ['officer', 'supervisor'] });
    await original.quit();
    await original.start();
    await signIn(original.page, officer);
    await original.ask('case.create', caseInput({ title: TITLE }));
    await lock(original.page);
    machine = await Station.open();
  });
  test.afterAll(async () => {
    await original.remove();
    await machine.remove();
    await hub.close();
    await rm(stick, { recursive: true, force: true });
  });

  test('is backed up by the administrator into a chosen folder, verified, with what it wrote', async () => {
    const { page } = original;
    await signIn(page, administrator);
    await goToAdministration(page, 'Back-up');
    await expect(page.getByText('None yet from this workstation')).toBeVisible();
    expect(await accessibilityProblems(page)).toEqual([]);
    await willChoose(original, stick);
    await page.getByRole('button', { name: 'Choose a folder and back up' }).click();
    await expect(page.getByText('is made and verified')).toBeVisible();
    await expect(page.getByText('Newly written')).toBeVisible();
    await expect(page.getByText('None yet from this workstation')).toBeHidden();
    expect(readdirSync(stick)).toHaveLength(1);
  });

  test('comes back on a clean machine with the recovery key alone, enrols anew, and shows the case', async () => {
    const { page } = machine;
    await page.getByRole('button', { name: 'Restore from a back-up' }).click();
    await willChoose(machine, stick);
    await page.getByRole('button', { name: 'Choose the folder' }).click();
    await expect(page.getByRole('radio').first()).toBeChecked();
    expect(await accessibilityProblems(page)).toEqual([]);
    await field(page, 'Recovery key').fill(recoveryKey.toLowerCase());
    await page.getByRole('button', { name: 'Restore this back-up' }).click();
    await expect(page.getByRole('heading', { name: 'The back-up is in place' })).toBeVisible();
    await page.getByRole('button', { name: 'Go to sign in' }).click();

    await typeSignIn(page, officer);
    await expect(page.getByRole('heading', { name: 'Enrol the workstation anew' })).toBeVisible();
    expect(await accessibilityProblems(page)).toEqual([]);
    await field(page, 'Address of the hub').fill(hub.url);
    await field(page, 'One-time code').fill(await hub.admin.createEnrolmentCode('UTO'));
    await page.getByRole('button', { name: 'Enrol and open' }).click();
    await expect(page.getByRole('heading', { name: `Desk of ${officer.name}` })).toBeVisible();
    await goTo(page, 'Cases');
    await expect(page.getByText(TITLE).first()).toBeVisible();
    const [before, after] = [await original.ask('workstation.info', {}), await machine.ask('workstation.info', {})];
    expect(after.workstationId).not.toBe(before.workstationId);
  });

  test('is erased by the administrator, who reads its report, and is as new', async () => {
    const { page } = original;
    await expect(page.getByText('is made and verified')).toBeHidden();
    await page.getByRole('tab', { name: 'Decommission' }).click();
    await page.getByLabel('Your passphrase, typed again', { exact: true }).fill('not the passphrase');
    const erase = page.getByRole('button', { name: 'Erase this workstation: its 1 case can never be read again here' });
    expect(await accessibilityProblems(page)).toEqual([]);
    await erase.click();
    await expect(page.getByRole('alert')).toBeVisible();
    expect(filesOf(original).length).toBeGreaterThan(4);

    await page.waitForTimeout(1200); // the wait that a wrong passphrase costs
    await page.getByLabel('Your passphrase, typed again', { exact: true }).fill(administrator.passphrase);
    await erase.click();
    await expect(page.getByRole('heading', { name: 'Decommission report' })).toBeVisible();
    await expect(page.getByText(administrator.name)).toBeVisible();
    expect(await accessibilityProblems(page)).toEqual([]);
    await expect(page.getByText(/workstation revoke --id/)).toBeVisible();
    expect(filesOf(original)).toEqual([]);
    await page.getByRole('button', { name: 'It is printed: finish' }).click();
    await expect(page.getByRole('heading', { name: 'Set up this workstation' })).toBeVisible();
  });
});
