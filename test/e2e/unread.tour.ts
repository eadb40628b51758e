import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { projectRoot } from '../../scripts/runtime/paths.ts';
import { type Appearance, setAppearance } from './support/screens.ts';
import { forge, sendAndTamper } from './support/steps/tampering.ts';
import { closeWorld, openWorld, type World } from './support/world.ts';

const FORGED = 5000;
const folder = join(projectRoot, 'out', 'tour', 'unread');
const appearances = (['en', 'fr', 'es', 'ar'] as const).flatMap((language) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ language, colorScheme })),
);

test('pictures of something that arrived and could not be read: over every screen, and what to do about it', async () => {
  test.setTimeout(1_200_000);
  mkdirSync(folder, { recursive: true });
  const world = await openWorld();
  const { utopia } = world;
  await utopia.page.setViewportSize({ width: 1280, height: 800 });
  const total = async () => (await utopia.ask('arrival.unread', {})).total;
  await sendAndTamper(world, 'Changed by somebody on its way');
  await expect.poll(total, { timeout: 30_000 }).toBe(1);
  for (const appearance of appearances) await takeOne(world, appearance);
  await forge(world, FORGED);
  await utopia.ask('sync.now', {});
  await expect.poll(total, { timeout: 400_000 }).toBe(FORGED + 1);
  for (const appearance of appearances) await takeMany(world, appearance);
  await closeWorld(world);
});

const takingOf =
  (page: Page, { language, colorScheme }: Appearance) =>
  (name: string) =>
    page.screenshot({ path: join(folder, `${name}-${language}-${colorScheme}.png`), animations: 'disabled' });

async function openDialog(page: Page): Promise<void> {
  await page.locator('section[role=alert] button').click();
  await expect(page.getByRole('dialog').locator('article').first()).toBeVisible();
}

async function closeDialog(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
}

async function takeOne({ utopia }: World, appearance: Appearance): Promise<void> {
  const { page } = utopia;
  const picture = takingOf(page, appearance);
  await setAppearance(utopia, appearance);
  await expect(page.locator('section[role=alert] button')).toBeVisible();
  await picture('1-notice');
  await openDialog(page);
  await picture('2-what-to-do');
  await closeDialog(page);
}

/** More than anybody reads: the first page, what is asked before all alike are dealt with, and the end of a later page. */
async function takeMany({ utopia }: World, appearance: Appearance): Promise<void> {
  const { page } = utopia;
  const picture = takingOf(page, appearance);
  await setAppearance(utopia, appearance);
  await openDialog(page);
  await picture('3-thousands');
  await page.getByRole('dialog').locator('article').nth(1).locator('button').nth(1).click();
  await picture('4-all-alike');
  const further = page.getByRole('dialog').locator('nav button').last();
  await further.scrollIntoViewIfNeeded();
  await picture('5-further');
  await further.click();
  await expect(page.getByRole('dialog').getByRole('status')).toContainText(/21|٢١/);
  await picture('6-second-page');
  await closeDialog(page);
}
