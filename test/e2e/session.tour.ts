import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { startTestHub } from '#test/helpers/hub.ts';
import { projectRoot } from '../../scripts/runtime/paths.ts';
import { administrator } from './support/people.ts';
import { setAppearance } from './support/screens.ts';
import { Station } from './support/station.ts';
import { fillEnrolment, keepRecoveryKey, submitEnrolment, typeBackRecoveryKey } from './support/steps/enrolment.ts';
import { field } from './support/steps/fields.ts';
import { goTo, lock, signIn, typeSignIn } from './support/steps/session.ts';
import { giveKeyring } from './support/test-keyring.ts';
import { test } from './support/world.ts';

const folder = join(projectRoot, 'out', 'tour');
const SMALL = { width: 1280, height: 800 };
/** A sheet of 210 by 297 mm less its margins, in CSS pixels. */
const A4 = { width: 718, height: 1046 };
const colourSchemes = ['light', 'dark'] as const;
/** By the names they have for themselves. English last: the steps read the screen in English. */
const languages = { fr: 'Français', es: 'Español', ar: 'العربية', en: 'English' } as const;

/** Pictures of what stands there now, in every language and colour scheme, without loading the page anew. */
async function shootAll(page: Page, name: string, media: 'screen' | 'print' = 'screen'): Promise<void> {
  for (const [language, label] of Object.entries(languages)) {
    await page.emulateMedia({ media: 'screen' });
    if ((await page.locator('html').getAttribute('lang')) !== language)
      await page.getByText(label, { exact: true }).click();
    for (const colorScheme of colourSchemes) {
      await page.emulateMedia({ colorScheme, media });
      const path = join(folder, `${name}-${language}-${colorScheme}.png`);
      await page.screenshot({ path, animations: 'disabled' });
    }
  }
  await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
}

test('the tour of the recovery key and the keyring', async ({ world }) => {
  test.setTimeout(300_000);
  mkdirSync(folder, { recursive: true });
  const station = await Station.open();
  const { page } = station;
  await page.setViewportSize(SMALL);
  const hub = await startTestHub();
  await fillEnrolment(page, hub.url, await hub.admin.createEnrolmentCode('ZUB'));
  await submitEnrolment(page);
  await expect(page.getByRole('heading', { name: 'The recovery key' })).toBeVisible();
  await shootAll(page, '40-recovery-words');
  await page.setViewportSize(A4);
  await shootAll(page, '41-recovery-paper', 'print');
  await page.setViewportSize(SMALL);
  const words = await typeBackRecoveryKey(page);
  await keepRecoveryKey(page);
  await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible();

  await giveKeyring(station, 'kept');
  await lock(page);
  await signIn(page, administrator);
  await goTo(page, 'Settings');
  await expect(page.getByText('Secret Service (libsecret)')).toBeVisible();
  await shootAll(page, '42-settings-keyring-offered');
  await page.getByRole('button', { name: 'Also require the keyring' }).click();
  await shootAll(page, '43-settings-keyring-confirm');
  await page.getByLabel('Passphrase, to confirm').fill(administrator.passphrase);
  await page.getByRole('button', { name: 'Also require the keyring' }).click();
  await expect(page.getByRole('button', { name: 'No longer require the keyring' })).toBeVisible();

  await giveKeyring(station, 'lost');
  await lock(page);
  await typeSignIn(page, administrator);
  await expect(page.getByRole('alert')).toBeVisible();
  await shootAll(page, '44-sign-in-keyring-lost');
  await page.getByRole('button', { name: 'Use the recovery key' }).click();
  const typed = field(page, 'Recovery key: the 24 words from the paper');
  await typed.fill(words.toSpliced(6, 1, 'abanodn').toSpliced(16, 1, 'qqqq').join(' '));
  await typed.blur();
  await shootAll(page, '45-recovery-typed-back');
  await station.remove();
  await hub.close();

  await goTo(world.ruritania.page, 'Settings');
  await world.ruritania.page.setViewportSize(SMALL);
  await expect(world.ruritania.page.getByText('Not offered')).toBeVisible();
  await shootAll(world.ruritania.page, '46-settings-keyring-refused');
  await shootReplacement(world.ruritania);
});

/** The same page is loaded anew for each language: a dialog covers the way to the settings. */
async function shootReplacement(station: Station): Promise<void> {
  const { page } = station;
  await lock(page);
  await signIn(page, administrator);
  for (const language of Object.keys(languages) as (keyof typeof languages)[]) {
    for (const colorScheme of colourSchemes) {
      await setAppearance(station, { language, colorScheme });
      const shoot = (name: string) =>
        page.screenshot({ path: join(folder, `${name}-${language}-${colorScheme}.png`), animations: 'disabled' });
      const dialog = page.getByRole('dialog');
      await page.locator('nav a[href="/administration"]').click();
      await page.getByRole('tab').nth(1).click();
      await page.getByRole('tabpanel').locator('section button').last().click();
      await dialog.locator('input').fill(administrator.passphrase);
      await shoot('47-replace-recovery-key');
      await dialog.locator('button[type=submit]').click();
      await expect(dialog.getByRole('listitem')).toHaveCount(24);
      await shoot('48-recovery-key-replaced');
    }
  }
}
