import { expect } from '@playwright/test';
import { colleagueOf } from '#test/helpers/colleague.ts';
import { CuttableLine, type TestWorkstation } from '#test/helpers/workstation.ts';
import { accessibilityProblems } from './support/axe.ts';
import { openCaseInAnyLanguage, setAppearance } from './support/screens.ts';
import { openCase, prepareCase, timeline } from './support/steps/cases.ts';
import { takeKeys } from './support/steps/colleagues.ts';
import { goTo } from './support/steps/session.ts';
import { untilOnline } from './support/steps/status.ts';
import { test } from './support/world.ts';

/** The last one is the one the rest of the test reads. */
const appearances = [
  { language: 'ar', colorScheme: 'light' },
  { language: 'ar', colorScheme: 'dark' },
  { language: 'en', colorScheme: 'dark' },
  { language: 'en', colorScheme: 'light' },
] as const;

test('what two workstations changed differently is shown side by side, marked, and settled by a supervisor for both', async ({
  world,
}, info) => {
  test.setTimeout(240_000);
  const { utopia, hub, line } = world;
  const id = await prepareCase(utopia, 'Changed in two places');
  await untilOnline(utopia.page);
  const keys = await takeKeys(utopia);
  const otherLine = new CuttableLine();
  const other: TestWorkstation = await colleagueOf(hub, keys, { throughTransport: otherLine.through });
  try {
    await utopia.ask('sync.now', {});
    await other.until('case.list', {}, ({ rows }) => rows.some((row) => row.id === id), 40_000);
    await untilOnline(utopia.page);
    line.cut();
    otherLine.isCut = true;
    const { version } = await utopia.ask('case.get', { id });
    await utopia.ask('case.update', { id, version, changes: { handling: 'H2', description: 'Seen at the harbour.' } });
    const theirs = await other.call('case.get', { id });
    await other.call('case.update', {
      id,
      version: theirs.version,
      changes: { handling: 'H3', description: 'Left by train.' },
    });
    otherLine.isCut = false;
    await other.call('sync.now', {});
    await other.until('status.get', {}, ({ waiting }) => waiting === 0);
    line.restore();
    await utopia.ask('sync.now', {});

    const { page } = utopia;
    await goTo(page, 'Desk');
    const row = page.getByText('Decide between two values').first();
    await expect(row).toBeVisible({ timeout: 40_000 });
    await openCase(page, 'Changed in two places');
    const section = page.getByRole('region', { name: 'Needs a decision' });
    const handling = section.getByRole('article', { name: /^Handling code/ });
    await expect(handling).toContainText('H2');
    await expect(handling).toContainText('H3');
    await expect(handling).toContainText('Otto Officer');
    await expect(handling).toContainText('Olga Ferrant');
    await expect(handling).toContainText('Decided by a supervisor');
    await expect(page.getByText(/^Disputed: /)).toBeVisible();
    for (const appearance of appearances) {
      await setAppearance(utopia, appearance);
      await openCaseInAnyLanguage(page, 'Changed in two places');
      await expect(page.locator('article table').first()).toBeVisible();
      expect(await accessibilityProblems(page)).toEqual([]);
      const name = `conflict-${appearance.language}-${appearance.colorScheme}.png`;
      await page.screenshot({ path: info.outputPath(name) });
    }

    await handling
      .getByRole('row', { name: /Otto Officer/ })
      .getByRole('button')
      .click();
    await expect(handling).toBeHidden();
    const description = section.getByRole('article', { name: /^Description/ });
    await description.getByRole('button', { name: 'Make one text of them' }).click();
    await description.getByRole('textbox').fill('Seen at the harbour; left by train.');
    await description.getByRole('button', { name: 'Let this text stand' }).click();
    await expect(section).toBeHidden();
    await expect(timeline(page)).toContainText('Decided: the value of workstation');
    await other.until('conflict.list', {}, (all) => all.length === 0, 40_000);
    expect(await other.call('case.get', { id })).toMatchObject({
      handling: 'H3',
      description: 'Seen at the harbour; left by train.',
    });
  } finally {
    await other.close();
  }
});
