import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { CaseId } from '#shared/lib/ids.ts';
import { projectRoot } from '../../scripts/runtime/paths.ts';
import { officer } from './support/people.ts';
import { makeSampleFiles } from './support/sample-files.ts';
import { openCaseInAnyLanguage, setAppearance } from './support/screens.ts';
import type { Station } from './support/station.ts';
import { openedCase, openTab, prepareCase } from './support/steps/cases.ts';
import { openColleague, takeKeys } from './support/steps/colleagues.ts';
import { untilOffline, untilOnline } from './support/steps/status.ts';
import { closeWorld, openWorld } from './support/world.ts';

const folder = join(projectRoot, 'out', 'tour', 'sharing');
const TITLE = 'Stolen lorries at the northern crossing';
const SIZE = { width: 1280, height: 800 };
const appearances = (['en', 'fr', 'es', 'ar'] as const).flatMap((language) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ language, colorScheme })),
);
/** The tabs of a case, in their order. */
const [OVERVIEW, FILES] = [0, 6];

const ivo = { ...officer, username: 'ivo', name: 'Ivo Tarnell' };

async function shootCase(station: Station, name: string, tab: number, isReady: (page: Page) => Promise<void>) {
  const { page } = station;
  await page.setViewportSize(SIZE);
  for (const appearance of appearances) {
    await setAppearance(station, appearance);
    await openCaseInAnyLanguage(page, TITLE);
    await page.locator('article [role=tab]').nth(tab).click();
    await isReady(page);
    const path = join(folder, `${name}-${appearance.language}-${appearance.colorScheme}.png`);
    await page.screenshot({ path, animations: 'disabled' });
  }
  await setAppearance(station, { language: 'en', colorScheme: 'light' });
}

const hasCase = (station: Station, id: CaseId) =>
  expect.poll(async () => (await station.ask('case.list', {})).rows.some((row) => row.id === id), { timeout: 60_000 });

/** Both change the description without knowing of each other. */
async function disagree(first: Station, second: Station, id: CaseId): Promise<void> {
  for (const [station, description] of [
    [first, 'Seen at the harbour on Monday.'],
    [second, 'Left by the coast road on Sunday.'],
  ] as const) {
    const { version } = await station.ask('case.get', { id });
    await station.ask('case.update', { id, version, changes: { description } });
  }
}

test('pictures of a case that two workstations have: who else has it open, a file on its way, two values', async () => {
  test.setTimeout(600_000);
  mkdirSync(folder, { recursive: true });
  // Of its own: another tour ends with a workstation that was revoked, and keys that are being renewed.
  const world = await openWorld();
  const { utopia, hub, line } = world;
  const samples = await makeSampleFiles(30);
  const id = await prepareCase(utopia, TITLE);
  await untilOnline(utopia.page);
  const other = await openColleague(hub, await takeKeys(utopia), ivo);
  await untilOnline(utopia.page);
  await hasCase(other, id).toBe(true);
  await openCaseInAnyLanguage(other.page, TITLE);
  await shootCase(utopia, '1-presence', OVERVIEW, (page) =>
    expect(page.locator('article header [role=status]')).toContainText(ivo.name, { timeout: 30_000 }),
  );

  line.throttle(64_000);
  await openTab(other.page, 'Files');
  await other.page.getByLabel('Files to add').setInputFiles([samples.video]);
  await expect(openedCase(other.page).getByText('Sealed here')).toBeVisible();
  const row = utopia.page.locator('article').getByRole('row').filter({ hasText: 'crossing.mp4' });
  await shootCase(utopia, '2-file-on-its-way', FILES, () => expect(row).toBeVisible({ timeout: 60_000 }));
  line.restore();

  line.cut();
  await untilOffline(utopia.page);
  await disagree(utopia, other, id);
  line.restore();
  await utopia.ask('sync.now', {});
  await expect.poll(async () => (await utopia.ask('conflict.list', {})).length, { timeout: 60_000 }).toBe(1);
  await shootCase(utopia, '3-two-values', OVERVIEW, (page) =>
    expect(page.locator('article table').first()).toBeVisible(),
  );
  await other.remove();
  await samples.remove();
  await closeWorld(world);
});
