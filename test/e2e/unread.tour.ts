import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { projectRoot } from '../../scripts/runtime/paths.ts';
import { setAppearance } from './support/screens.ts';
import { sendAndTamper } from './support/steps/tampering.ts';
import { closeWorld, openWorld } from './support/world.ts';

const folder = join(projectRoot, 'out', 'tour', 'unread');
const appearances = (['en', 'fr', 'es', 'ar'] as const).flatMap((language) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ language, colorScheme })),
);

test('pictures of something that arrived and could not be read: over every screen, and what to do about it', async () => {
  test.setTimeout(600_000);
  mkdirSync(folder, { recursive: true });
  const world = await openWorld();
  const { utopia } = world;
  const { page } = utopia;
  await page.setViewportSize({ width: 1280, height: 800 });
  await sendAndTamper(world, 'Changed by somebody on its way');
  await expect.poll(async () => (await utopia.ask('arrival.unread', {})).length, { timeout: 30_000 }).toBe(1);
  for (const appearance of appearances) {
    await setAppearance(utopia, appearance);
    const picture = (name: string) =>
      page.screenshot({
        path: join(folder, `${name}-${appearance.language}-${appearance.colorScheme}.png`),
        animations: 'disabled',
      });
    const open = page.locator('section[role=alert] button');
    await expect(open).toBeVisible();
    await picture('1-notice');
    await open.click();
    await expect(page.getByRole('dialog').locator('article')).toBeVisible();
    await picture('2-what-to-do');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  }
  await closeWorld(world);
});
