import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { projectRoot } from '../../scripts/runtime/paths.ts';
import { mrzSpecimens } from './support/mrz-specimens.ts';
import { officer } from './support/people.ts';
import { leaveScreen, type ScreenStop, screens, setAppearance } from './support/screens.ts';
import { Station } from './support/station.ts';
import { signIn } from './support/steps/session.ts';
import { fillTourWorld } from './support/tour-world.ts';
import { test } from './support/world.ts';

const folder = join(projectRoot, 'out', 'tour');
const languages = ['en', 'fr', 'es', 'ar'] as const;
const colourSchemes = ['light', 'dark'] as const;
const SMALL = { width: 1280, height: 800 };
const LARGE = { width: 1920, height: 1080 };
const shownLarge = new Set(['desk', 'case', 'check', 'conversation', 'compose', 'outbox']);

const appearances = languages.flatMap((language) => colourSchemes.map((colorScheme) => ({ language, colorScheme })));
type Appearance = (typeof appearances)[number];

const zone = mrzSpecimens().get('TD3') ?? '';

const writeZone = (text: string) => async (page: Page) => {
  await screens.find(({ name }) => name === 'new-person')?.open(page);
  await page.locator('[data-mrz]').fill(text);
  await page.locator('[data-mrz]').blur();
};

/** Moments of the work beside the screens themselves. */
const moments: readonly ScreenStop[] = [
  { name: 'zone-read', open: writeZone(zone) },
  { name: 'zone-doubtful', open: writeZone(zone.replace('L898902C36', 'L8989O2C36')) },
  { name: 'zone-refused', open: writeZone(zone.slice(0, 60)) },
  {
    name: 'record',
    open: async (page) => {
      await screens.find(({ name }) => name === 'check')?.open(page);
      await page.locator('main ol button').first().click();
      await expect(page.locator('main ol dl').first()).toBeVisible();
    },
  },
];

const offlineStops = screens.filter(({ name }) => name === 'outbox' || name === 'check');

async function shoot(page: Page, name: string, { language, colorScheme }: Appearance, size = SMALL): Promise<void> {
  const suffix = size === LARGE ? '-1920' : '';
  await page.screenshot({
    path: join(folder, `${name}-${language}-${colorScheme}${suffix}.png`),
    animations: 'disabled',
  });
}

async function walk(
  station: Station,
  stops: readonly ScreenStop[],
  first: number,
  appearance: Appearance,
): Promise<void> {
  const { page } = station;
  for (const [at, { name, open }] of stops.entries()) {
    const numbered = `${String(first + at).padStart(2, '0')}-${name}`;
    await open(page);
    await shoot(page, numbered, appearance);
    if (shownLarge.has(name)) {
      await page.setViewportSize(LARGE);
      await shoot(page, numbered, appearance, LARGE);
      await page.setViewportSize(SMALL);
    }
    await leaveScreen(page);
  }
}

test.beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
});

test('the tour of the screens, in four languages, light and dark', async ({ world }) => {
  test.setTimeout(900_000);
  const { utopia, line } = world;
  await test.step('an empty machine', async () => {
    const empty = await Station.open();
    await empty.page.setViewportSize(SMALL);
    for (const appearance of appearances) {
      await empty.askShell('settings.set', appearance);
      await empty.page.reload();
      await expect(empty.page.locator('main h1')).toBeVisible();
      await shoot(empty.page, '01-enrolment', appearance);
    }
    await empty.remove();
  });
  await test.step('the lock screen', async () => {
    await utopia.page.setViewportSize(SMALL);
    await utopia.page.keyboard.press('Control+l');
    for (const appearance of appearances) {
      await utopia.askShell('settings.set', appearance);
      await utopia.page.reload();
      await expect(utopia.page.locator('main h1')).toBeVisible();
      await shoot(utopia.page, '02-lock', appearance);
    }
    await utopia.askShell('settings.set', { language: 'en', colorScheme: 'light', idleMinutes: 15 });
    await utopia.page.reload();
    await signIn(utopia.page, officer);
    await fillTourWorld(world);
  });
  for (const appearance of appearances) {
    await test.step(`the workplace (${appearance.language}, ${appearance.colorScheme})`, async () => {
      await setAppearance(utopia, appearance);
      await walk(utopia, [...screens, ...moments], 3, appearance);
    });
  }
  await test.step('without a network', async () => {
    await setAppearance(utopia, { language: 'en', colorScheme: 'light' });
    line.cut();
    await expect.poll(async () => (await utopia.ask('status.get', {})).connection, { timeout: 30_000 }).toBe('offline');
    const caseId = (await utopia.ask('case.list', {})).rows[0]?.id ?? null;
    await utopia.ask('check.run', {
      caseId,
      purpose: 'search-wanted-person',
      question: { database: 'sltd', query: { documentNumber: 'L898902C3', issuingCountry: 'UTO' } },
    });
    await utopia.ask('message.send', {
      caseId,
      to: ['RUR'],
      subject: 'Second holder of a permit of the same series',
      body: 'A second holder was stopped on 6 May 2031 at 09:40 UTC. Please say whether the series is known to you.',
      priority: 'urgent',
      handling: 'H1',
      purpose: 'obtain-information',
      answerBy: Date.now() + 6 * 3_600_000,
    });
    for (const appearance of appearances) {
      await setAppearance(utopia, appearance);
      await walk(
        utopia,
        offlineStops.map((stop) => ({ ...stop, name: `offline-${stop.name}` })),
        30,
        appearance,
      );
    }
  });
  await setAppearance(utopia, { language: 'en', colorScheme: 'light' });
  line.restore();
});
