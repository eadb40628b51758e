import { expect, type Page } from '@playwright/test';
import { colleagueOf } from '#test/helpers/colleague.ts';
import type { TestWorkstation } from '#test/helpers/workstation.ts';
import { accessibilityProblems } from './support/axe.ts';
import { officer } from './support/people.ts';
import { openCaseInAnyLanguage, setAppearance } from './support/screens.ts';
import { openCase, prepareCase } from './support/steps/cases.ts';
import { openColleague, takeKeys } from './support/steps/colleagues.ts';
import { goTo, lock } from './support/steps/session.ts';
import { untilOffline, untilOnline } from './support/steps/status.ts';
import { test } from './support/world.ts';

const TITLE = 'Looked at by two';
/** A workstation whose line broke is shown for a few seconds more. */
const SOON = { timeout: 20_000 };

/** Her name looks like markup, and is not. */
const ana = { ...officer, username: 'ana', name: 'Ana <b>Demir</b>' };

/** The last one is the one the rest of the test reads. */
const appearances = [
  { language: 'ar', colorScheme: 'light' },
  { language: 'ar', colorScheme: 'dark' },
  { language: 'fr', colorScheme: 'light' },
  { language: 'es', colorScheme: 'dark' },
  { language: 'en', colorScheme: 'dark' },
  { language: 'en', colorScheme: 'light' },
] as const;

/** Who else has the case open, in its header. */
const alsoOpen = (page: Page) => page.locator('article header [role=status]');

/** Where what is below the header begins. */
const topOfTabs = async (page: Page) => (await page.locator('article [role=tablist]').boundingBox())?.y;

/** The least the window may have. */
const NARROW = { width: 960, height: 600 };

test('two who have the same case open see each other in its header, as long as they have it open and a line', async ({
  world,
}, info) => {
  test.setTimeout(300_000);
  const { utopia, hub, line } = world;
  const id = await prepareCase(utopia, TITLE);
  await untilOnline(utopia.page);
  const keys = await takeKeys(utopia);
  const second = await openColleague(hub, keys, ana);
  let third: TestWorkstation | null = null;
  try {
    await expect
      .poll(async () => (await second.ask('case.list', {})).rows.some((row) => row.id === id), { timeout: 60_000 })
      .toBe(true);
    await utopia.page.setViewportSize({ width: 1280, height: 800 });
    await openCase(utopia.page, TITLE);
    await expect(alsoOpen(utopia.page)).toBeEmpty();
    const alone = await topOfTabs(utopia.page);
    await openCase(second.page, TITLE);
    const { name: secondName } = await second.ask('workstation.info', {});
    const { name: firstName } = await utopia.ask('workstation.info', {});
    const sentence = new RegExp(`^Also open: ${ana.name} at ${secondName} since \\d\\d:\\d\\d$`);
    await expect(alsoOpen(utopia.page)).toHaveText(sentence, SOON);
    await expect(alsoOpen(utopia.page).locator('bdi')).toHaveText([ana.name, secondName]);
    expect(await topOfTabs(utopia.page)).toBe(alone);
    await expect(alsoOpen(second.page)).toContainText(`Olga Ferrant at ${firstName}`, SOON);

    for (const { language, colorScheme } of appearances) {
      await setAppearance(utopia, { language, colorScheme });
      await openCaseInAnyLanguage(utopia.page, TITLE);
      await expect(alsoOpen(utopia.page)).toContainText(ana.name, SOON);
      for (const name of await alsoOpen(utopia.page).locator('bdi').all())
        await expect(name).toHaveCSS('direction', 'ltr');
      expect(await accessibilityProblems(utopia.page)).toEqual([]);
      await utopia.page.screenshot({ path: info.outputPath(`one-${language}-${colorScheme}.png`) });
    }

    third = await colleagueOf(hub, keys);
    await third.until('status.get', {}, ({ connection }) => connection === 'online', 40_000);
    await third.call('presence.show', { caseId: id });
    const several = alsoOpen(utopia.page).getByRole('button', { name: 'Also open at 2 other workstations' });
    await expect(several).toBeVisible(SOON);
    expect(await topOfTabs(utopia.page)).toBe(alone);
    for (const { language, colorScheme } of appearances) {
      await setAppearance(utopia, { language, colorScheme });
      await openCaseInAnyLanguage(utopia.page, TITLE);
      await alsoOpen(utopia.page).getByRole('button').click(SOON);
      const list = utopia.page.getByRole('dialog').getByRole('listitem');
      await expect(list).toHaveCount(2);
      await expect(list.locator('bdi').filter({ hasText: 'Otto Officer' })).toBeVisible();
      expect(await accessibilityProblems(utopia.page)).toEqual([]);
      await utopia.page.screenshot({ path: info.outputPath(`several-${language}-${colorScheme}.png`) });
      await utopia.page.keyboard.press('Escape');
      await expect(list).toHaveCount(0);
    }
    await third.call('presence.show', { caseId: null });
    await expect(alsoOpen(utopia.page)).toHaveText(sentence, SOON);
    await utopia.page.setViewportSize(NARROW);
    const narrow = await topOfTabs(utopia.page);
    await utopia.page.screenshot({ path: info.outputPath('narrow.png') });

    line.cut();
    await expect(alsoOpen(utopia.page)).toBeEmpty();
    expect(await topOfTabs(utopia.page)).toBe(narrow);
    await untilOffline(utopia.page);
    await expect(alsoOpen(second.page)).toBeEmpty(SOON);
    await utopia.page.screenshot({ path: info.outputPath('no-network.png') });
    line.restore();
    await utopia.ask('sync.now', {});
    await expect(alsoOpen(utopia.page)).toHaveText(sentence, { timeout: 60_000 });
    await expect(alsoOpen(second.page)).toContainText('Olga Ferrant', SOON);

    await goTo(second.page, 'Desk');
    await expect(alsoOpen(utopia.page)).toBeEmpty();
    await openCase(second.page, TITLE);
    await expect(alsoOpen(utopia.page)).toHaveText(sentence, SOON);
    await lock(second.page);
    await expect(alsoOpen(utopia.page)).toBeEmpty(SOON);
  } finally {
    line.restore();
    await third?.close();
    await second.remove();
  }
});
