import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { startTestHub } from '#test/helpers/hub.ts';
import { projectRoot } from '../../scripts/runtime/paths.ts';
import { damageTransaction, openWithLaterVersion, removeKeys, savedTransactions } from './support/damage.ts';
import { officer, users } from './support/people.ts';
import { setAppearance } from './support/screens.ts';
import { Station } from './support/station.ts';
import { createCase } from './support/steps/cases.ts';
import { signIn } from './support/steps/session.ts';
import { test } from './support/world.ts';

const folder = join(projectRoot, 'out', 'tour', 'opening');
const SIZE = { width: 1280, height: 800 };
const MIB = 1024 * 1024;
const appearances = [
  { language: 'en', colorScheme: 'light' },
  { language: 'en', colorScheme: 'dark' },
  { language: 'ar', colorScheme: 'light' },
  { language: 'ar', colorScheme: 'dark' },
] as const;
type Appearance = (typeof appearances)[number];

/** Signs in by what every language has in the same place. */
async function tryToSignIn(page: Page): Promise<void> {
  await page.locator('input[type=text], input:not([type])').first().fill(officer.username);
  await page.keyboard.press('Escape');
  await page.locator('input[type=password]').fill(officer.passphrase);
  await page.locator('button[type=submit]').click();
}

async function shoot(page: Page, name: string, { language, colorScheme }: Appearance): Promise<void> {
  await page.screenshot({ path: join(folder, `${name}-${language}-${colorScheme}.png`), animations: 'disabled' });
}

/** The settings of a machine as they are kept, changed before it starts. */
function changeSettings({ profileDir }: Station, changes: object): void {
  const file = join(profileDir, 'settings.json');
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...changes }));
}

async function withCopy(
  original: Station,
  changes: object,
  prepare: (copy: Station) => void | Promise<void>,
  work: (copy: Station) => Promise<void>,
) {
  const copy = await Station.copyOf(original);
  await prepare(copy);
  changeSettings(copy, changes);
  await copy.start();
  await copy.page.setViewportSize(SIZE);
  await work(copy);
  await copy.remove();
}

test('pictures of a store that does not open as usual', async () => {
  test.setTimeout(600_000);
  mkdirSync(folder, { recursive: true });
  const hub = await startTestHub();
  const enrolmentCode = await hub.admin.createEnrolmentCode('ZUB');
  const original = await Station.open({ hubUrl: hub.url, enrolmentCode, users: [...users] });
  await signIn(original.page, officer);
  await createCase(original.page, 'Saved before the damage');
  const kept = savedTransactions(original);
  await createCase(original.page, 'Saved behind the damage');
  await original.quit();
  for (const appearance of appearances) {
    const damage = (copy: Station) => void damageTransaction(copy, kept + 1);
    await withCopy(original, appearance, damage, async ({ page }) => {
      await tryToSignIn(page);
      await expect(page.locator('dl')).toBeVisible();
      await shoot(page, '1-damaged', appearance);
      const [, look] = await page.locator('main ul button').all(); // the ways out: restore, look, go on
      await look?.click();
      await expect(page.locator('nav')).toBeVisible();
      await page.locator('nav a[href="/cases"]').click();
      await page.locator('main [role=option]').first().click();
      await page.waitForLoadState('networkidle');
      await shoot(page, '2-looked-at', appearance);
    });
    await withCopy(
      original,
      appearance,
      (copy) => openWithLaterVersion(copy, '9.4.0'),
      async ({ page }) => {
        await tryToSignIn(page);
        await expect(page.getByRole('alert')).toBeVisible();
        await shoot(page, '3-newer', appearance);
      },
    );
    await withCopy(original, appearance, removeKeys, async ({ page }) => {
      await expect(page.getByRole('alert')).toBeVisible();
      await shoot(page, '4-keys-gone', appearance);
    });
    await withCopy(
      original,
      { ...appearance, storeLimitMebibytes: 64 },
      () => undefined,
      async (copy) => {
        await tryToSignIn(copy.page);
        await expect(copy.page.locator('nav')).toBeVisible();
        await copy.ask('draft.save', { key: 'fill', data: 'x'.repeat(53 * MIB) });
        await expect(copy.page.locator('section [role=status]').first()).toBeVisible();
        await setAppearance(copy, appearance);
        await shoot(copy.page, '5-nearly-full', appearance);
        await copy.ask('draft.save', { key: 'more', data: 'x'.repeat(12 * MIB) });
        await expect(copy.page.locator('section [role=alert]')).toBeVisible();
        await shoot(copy.page, '6-full', appearance);
      },
    );
  }
  await original.remove();
  await hub.close();
});
