import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { accessibilityProblems } from './support/axe.ts';
import {
  damageTransaction,
  openWithLaterVersion,
  removeKeys,
  savedTransactions,
  storeFilesOf,
} from './support/damage.ts';
import { administrator, officer, users } from './support/people.ts';
import { Station } from './support/station.ts';
import { createCase } from './support/steps/cases.ts';
import { goTo, lock, signIn, typeSignIn } from './support/steps/session.ts';
import { test } from './support/world.ts';

const LATER = '9.4.0';
const MIB = 1024 * 1024;

test.describe('the opening of a store', () => {
  test.describe.configure({ mode: 'serial' });
  /** Enrolled, with two cases, and quit; each test takes a copy of it. */
  let hub: TestHub;
  let original: Station;
  let kept = 0;
  const opened: Station[] = [];

  const copy = async (): Promise<Station> => {
    const station = await Station.copyOf(original);
    opened.push(station);
    return station;
  };

  test.beforeAll(async () => {
    hub = await startTestHub();
    const enrolmentCode = await hub.admin.createEnrolmentCode('ZUB');
    original = await Station.open({ hubUrl: hub.url, enrolmentCode, users: [...users] });
    await signIn(original.page, officer);
    await createCase(original.page, 'Saved before the damage');
    kept = savedTransactions(original);
    await createCase(original.page, 'Saved behind the damage');
    await original.quit();
  });

  test.afterEach(async () => {
    for (const station of opened.splice(0)) await station.remove();
  });
  test.afterAll(async () => {
    await original.remove();
    await hub.close();
  });

  const damaged = async () => {
    const station = await copy();
    const file = damageTransaction(station, kept + 1);
    await station.start();
    await typeSignIn(station.page, officer);
    await expect(station.page.getByRole('heading', { name: 'The store is damaged' })).toBeVisible();
    return { station, page: station.page, file };
  };

  test('shows how far it is, and only then the workplace', async () => {
    const station = await copy();
    await station.start();
    const { page } = station;
    await page.evaluate(() => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      new MutationObserver(() => {
        const bar = document.querySelector('[role=progressbar]');
        if (bar) seen.push(`${bar.getAttribute('aria-label')} ${bar.getAttribute('aria-valuenow')}`);
      }).observe(document.body, { subtree: true, childList: true, attributes: true });
    });
    await signIn(page, officer);
    const seen = await page.evaluate(() => (window as unknown as { seen: string[] }).seen);
    expect(seen.some((text) => text.startsWith('Making the key'))).toBe(true);
  });

  test('that is damaged says which file, how far it can be read and what is lost, and nothing of it was changed', async () => {
    const station = await copy();
    const file = damageTransaction(station, kept + 1);
    const before = storeFilesOf(station);
    await station.start();
    await typeSignIn(station.page, officer);
    const { page } = station;
    await expect(page.getByRole('heading', { name: 'The store is damaged' })).toBeVisible();
    await expect(page.getByText(file, { exact: true })).toBeVisible();
    await expect(page.getByText(/^everything up to/)).toBeVisible();
    await expect(page.getByText(/changes? saved after that/)).toBeVisible();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Restore from a back-up' }).click();
    await expect(page.getByRole('button', { name: 'Choose the folder' })).toBeVisible();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Back', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'The store is damaged' })).toBeVisible();
    const after = storeFilesOf(station);
    for (const [name, content] of before) expect(after.get(name) === content, name).toBe(true);
    await page.getByRole('button', { name: 'Back to sign in' }).click();
    await expect(page.getByLabel('Passphrase', { exact: true })).toHaveValue('');
  });

  test('that is damaged can be looked at: what can be read is shown, nothing can be changed, and no byte is written', async () => {
    const { station, page } = await damaged();
    const before = storeFilesOf(station);
    await page.getByRole('button', { name: 'Look without changing anything' }).click();
    await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible();
    const line = page.getByRole('region', { name: 'State of this workstation' });
    await expect(line).toContainText('a damaged store is being looked at');
    await expect(page.getByRole('alert').filter({ hasText: 'only being looked at' })).toBeVisible();
    await goTo(page, 'Cases');
    await expect(page.getByText('Saved before the damage').first()).toBeVisible();
    await expect(page.getByText('Saved behind the damage')).toHaveCount(0);
    await expect(page.getByRole('button', { name: /New case/ })).toHaveCount(0);
    const refused = await station.tryAsk('draft.save', { key: 'x', data: 1 });
    expect(refused).toMatchObject({ ok: false, error: { code: 'looking-only' } });
    expect(await accessibilityProblems(page)).toEqual([]);
    await lock(page);
    expect(storeFilesOf(station)).toEqual(before);
  });

  test('that is damaged is gone on with up to the damage when a supervisor decides so, and everything older is kept', async () => {
    const { station, page, file } = await damaged();
    await page.getByRole('button', { name: 'Go on with what can be read' }).click();
    await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible();
    await goTo(page, 'Cases');
    await expect(page.getByText('Saved before the damage').first()).toBeVisible();
    await expect(page.getByText('Saved behind the damage')).toHaveCount(0);
    await createCase(page, 'Begun after the damage');
    expect(readdirSync(join(station.vaultDir, 'quarantine')).some((name) => name.startsWith(file))).toBe(true);
    await lock(page);
    await signIn(page, administrator);
  });

  test('of a newer version is refused with the version that is needed, and is left as it is', async () => {
    const station = await copy();
    await openWithLaterVersion(station, LATER);
    const before = storeFilesOf(station);
    await station.start();
    await typeSignIn(station.page, officer);
    await expect(station.page.getByRole('alert')).toContainText(`Install version ${LATER} or newer`);
    expect(storeFilesOf(station)).toEqual(before);
  });

  test('whose keys are gone is said to be there, and no other is set up over it', async () => {
    const station = await copy();
    removeKeys(station);
    await station.start();
    const { page } = station;
    await expect(page.getByRole('heading', { name: 'The keys of the store are gone' })).toBeVisible();
    await expect(page.getByText('Set up this workstation')).toHaveCount(0);
    await page.getByRole('button', { name: 'Restore from a back-up' }).click();
    await expect(page.getByRole('button', { name: 'Choose the folder' })).toBeVisible();
    await page.getByRole('button', { name: 'Back', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'The keys of the store are gone' })).toBeVisible();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  test('that is nearly full warns, and a full one takes nothing new and goes on with the rest', async () => {
    const station = await copy();
    const settings = join(station.profileDir, 'settings.json');
    writeFileSync(settings, JSON.stringify({ ...JSON.parse(readFileSync(settings, 'utf8')), storeLimitMebibytes: 64 }));
    await station.start();
    const { page } = station;
    await signIn(page, officer);
    await station.ask('draft.save', { key: 'fill', data: 'x'.repeat(53 * MIB) });
    const notices = page.getByRole('region', { name: 'State of the store' });
    await expect(notices).toContainText('The store is getting full');
    await createCase(page, 'Taken in while there is room');
    await station.ask('draft.save', { key: 'fill-more', data: 'x'.repeat(12 * MIB) });
    await expect(notices).toContainText('The store is full');
    const caseId = (await station.ask('case.list', {})).rows[0]?.id;
    expect(await station.tryAsk('note.add', { caseId, body: 'One too many' })).toMatchObject({
      ok: false,
      error: { code: 'store-full' },
    });
    await station.ask('draft.discard', { key: 'fill' });
    expect(await accessibilityProblems(page)).toEqual([]);
  });
});
