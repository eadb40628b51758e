import { expect, type Locator, type Page } from '@playwright/test';
import { colleagueOf } from '#test/helpers/colleague.ts';
import { accessibilityProblems } from './support/axe.ts';
import { makeSampleFiles, sha256Of } from './support/sample-files.ts';
import { openCaseInAnyLanguage, setAppearance } from './support/screens.ts';
import { openCase, openedCase, openTab, prepareCase } from './support/steps/cases.ts';
import { takeKeys } from './support/steps/colleagues.ts';
import { choose } from './support/steps/fields.ts';
import { goTo } from './support/steps/session.ts';
import { untilOnline } from './support/steps/status.ts';
import { test } from './support/world.ts';

const TITLE = 'A long film';

/** The last one is the one the rest of the test reads. */
const appearances = [
  { language: 'ar', colorScheme: 'dark' },
  { language: 'fr', colorScheme: 'light' },
  { language: 'es', colorScheme: 'light' },
  { language: 'en', colorScheme: 'dark' },
  { language: 'en', colorScheme: 'light' },
] as const;

const fileRow = (page: Page, name: string): Locator => openedCase(page).getByRole('row').filter({ hasText: name });

test('a colleague’s large file waits, and is fetched, taken back and fetched again by keyboard, first without a line', async ({
  world,
}, info) => {
  test.setTimeout(300_000);
  const { utopia, hub, line } = world;
  const samples = await makeSampleFiles(3);
  const id = await prepareCase(utopia, TITLE);
  await untilOnline(utopia.page);
  const other = await colleagueOf(hub, await takeKeys(utopia));
  try {
    const { page } = utopia;
    await goTo(page, 'Settings');
    await expect(page.getByRole('combobox', { name: 'Fetch files automatically up to' })).toHaveValue('20 MB');
    await choose(page, 'Fetch files automatically up to', '1 MB');
    await page.screenshot({ path: info.outputPath('fetch-limit.png') });
    await utopia.ask('sync.now', {});
    await other.until('case.list', {}, ({ rows }) => rows.some((row) => row.id === id), 40_000);
    for (const [token, path] of [
      ['film', samples.video],
      ['warrant', samples.pdf],
    ] as const) {
      other.files.grant(token, path, 'read');
      await other.call('file.add', { caseId: id, token });
    }
    await openCase(page, TITLE);
    await openTab(page, 'Files');
    const film = fileRow(page, 'crossing.mp4');
    await expect(fileRow(page, 'Warrant copy.pdf')).toContainText('Sealed here', { timeout: 60_000 });
    await expect(film).toContainText('On demand: waits for you', { timeout: 60_000 });
    for (const appearance of appearances) {
      await setAppearance(utopia, appearance);
      await openCaseInAnyLanguage(page, TITLE);
      await openedCase(page).getByRole('tab').nth(6).click();
      await expect(film).toBeVisible();
      expect(await accessibilityProblems(page)).toEqual([]);
      const name = `on-demand-${appearance.language}-${appearance.colorScheme}.png`;
      await page.screenshot({ path: info.outputPath(name) });
    }
    await expect(film).toContainText(/At the hub until .* at least/);
    await expect(film).toContainText('Otto Officer');

    line.cut();
    await film.getByRole('button', { name: 'Fetch crossing.mp4 (3.1 MB)' }).focus();
    await page.keyboard.press('Enter');
    await expect(film).toContainText('Asked for');
    await expect(film.getByRole('button', { name: 'Do not fetch crossing.mp4' })).toBeFocused();
    await page.screenshot({ path: info.outputPath('asked-for.png') });
    await page.keyboard.press('Enter');
    await expect(film).toContainText('On demand: waits for you');
    await expect(film.getByRole('button', { name: 'Fetch crossing.mp4' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(film).toContainText('Asked for');
    line.restore();
    await utopia.ask('sync.now', {});
    await expect(film).toContainText('Sealed here', { timeout: 60_000 });
    await expect(film).toContainText(await sha256Of(samples.video));
    await expect(film.getByRole('button', { name: 'Save a copy of crossing.mp4' })).toBeVisible();
  } finally {
    await utopia.ask('file.set-limit', { bytes: 20_000_000 });
    await other.close();
    await samples.remove();
  }
});
