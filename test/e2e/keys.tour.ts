import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { startTestHub } from '#test/helpers/hub.ts';
import { projectRoot } from '../../scripts/runtime/paths.ts';
import { administrator, users } from './support/people.ts';
import { setAppearance } from './support/screens.ts';
import { Station } from './support/station.ts';
import { signIn } from './support/steps/session.ts';
import { test } from './support/world.ts';

const folder = join(projectRoot, 'out', 'tour', 'keys');
const SIZE = { width: 1280, height: 800 };
const appearances = [
  { language: 'en', colorScheme: 'light' },
  { language: 'en', colorScheme: 'dark' },
  { language: 'fr', colorScheme: 'light' },
  { language: 'ar', colorScheme: 'light' },
  { language: 'ar', colorScheme: 'dark' },
] as const;
type Appearance = (typeof appearances)[number];

async function shoot(page: Page, name: string, { language, colorScheme }: Appearance): Promise<void> {
  await page.screenshot({ path: join(folder, `${name}-${language}-${colorScheme}.png`), animations: 'disabled' });
}

/** Where no word is the same in every language: the last tab but three, and the button in the table. */
async function openKeys(page: Page): Promise<void> {
  await page.locator('nav a[href="/administration"]').click();
  await page.locator('[role=tab]').nth(2).click();
  await expect(page.locator('table').first()).toBeVisible();
}

test('pictures of the keys of a bureau: waiting, comparing, changed, revoked', async () => {
  test.setTimeout(400_000);
  mkdirSync(folder, { recursive: true });
  const hub = await startTestHub();
  const open = async (bureau: string) => {
    const setup = { hubUrl: hub.url, enrolmentCode: await hub.admin.createEnrolmentCode(bureau), users: [...users] };
    const station = await Station.open(setup);
    await station.page.setViewportSize(SIZE);
    await signIn(station.page, administrator);
    return station;
  };
  const ruritania = await open('RUR');
  const first = await open('UTO');
  await expect.poll(async () => (await first.ask('bureau-keys.overview', {})).others.length).toBeGreaterThan(0);
  await ruritania.ask('bureau-keys.renew', {});
  const second = await open('UTO');
  await expect.poll(async () => (await first.ask('status.get', {})).joining.length, { timeout: 60_000 }).toBe(1);
  await expect.poll(async () => (await first.ask('status.get', {})).changedKeys.length, { timeout: 60_000 }).toBe(1);
  await expect.poll(async () => (await second.ask('status.get', {})).waitingForKeys !== null).toBe(true);
  for (const appearance of appearances) {
    await setAppearance(second, appearance);
    await openKeys(second.page);
    await shoot(second.page, 'waiting', appearance);
    await setAppearance(first, appearance);
    await openKeys(first.page);
    await shoot(first.page, 'keys', appearance);
    await first.page.locator('table').first().locator('button').click();
    await expect(first.page.locator('[role=dialog]')).toBeVisible();
    await shoot(first.page, 'compare', appearance);
    await first.page.keyboard.press('Escape');
    await first.page.locator('table').nth(1).locator('button').first().click();
    await expect(first.page.locator('[role=dialog]')).toBeVisible();
    await shoot(first.page, 'changed', appearance);
    await first.page.keyboard.press('Escape');
  }
  await hub.admin.revokeWorkstation((await second.ask('workstation.info', {})).workstationId);
  await expect
    .poll(async () => (await second.ask('status.get', {})).refusal, { timeout: 60_000 })
    .toBe('workstation-revoked');
  for (const appearance of appearances) {
    await setAppearance(second, appearance);
    await shoot(second.page, 'revoked', appearance);
  }
  for (const station of [ruritania, first, second]) await station.remove();
  await hub.close();
});
