import { expect } from '@playwright/test';
import { officer } from './support/people.ts';
import { screens, setAppearance } from './support/screens.ts';
import { field, pick } from './support/steps/fields.ts';
import { goTo } from './support/steps/session.ts';
import { test } from './support/world.ts';

test('four languages at once, the dark colours and text of double size stay after a restart', async ({ world }) => {
  const { ruritania } = world;
  let { page } = ruritania;
  await goTo(page, 'Settings');
  for (const [language, title, direction] of [
    ['Français', 'Réglages', 'ltr'],
    ['Español', 'Ajustes', 'ltr'],
    ['العربية', 'الإعدادات', 'rtl'],
  ] as const) {
    await page.getByText(language, { exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    await expect(page.locator('html')).toHaveAttribute('dir', direction);
  }
  const rail = await page.getByRole('navigation').first().boundingBox();
  expect(rail?.x ?? 0).toBeGreaterThan(600);
  await page.getByText('English', { exact: true }).click();
  await pick(page, 'Colours', 'Dark');
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await page.getByRole('slider', { name: 'Text size' }).focus();
  await page.keyboard.press('End');
  await expect(page.locator('html')).toHaveCSS('font-size', '32px');
  await page.getByText('العربية', { exact: true }).click();

  await ruritania.quit();
  await ruritania.start();
  ({ page } = ruritania);
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await expect(page.locator('html')).toHaveCSS('font-size', '32px');
  await page.getByText('English', { exact: true }).click();
  await ruritania.askShell('settings.set', { colorScheme: 'light', textSize: 100 });
  await page.reload();
  await page.getByLabel('Passphrase', { exact: true }).fill(officer.passphrase);
  await page.getByRole('button', { name: 'Open the workstation' }).click();
  await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible();
});

test('the address of the hub cannot be changed once the workstation is enrolled', async ({ world }) => {
  const { page } = world.utopia;
  await goTo(page, 'Settings');
  const hub = field(page, 'Hub');
  await expect(hub).toHaveValue(world.hubUrl);
  await expect(hub).not.toBeEditable();
  await expect(page.getByText('Fixed when the workstation was enrolled.')).toBeVisible();
});

test('what is typed follows its own script in either direction of the interface', async ({ world }) => {
  const { page } = world.utopia;
  await goTo(page, 'Cases');
  await page.getByRole('button', { name: 'New case' }).click();
  const form = page.getByRole('form', { name: 'New case' });
  for (const name of ['Title', 'Description']) {
    await expect(field(form, name)).toHaveCSS('unicode-bidi', 'plaintext');
    await expect(field(form, name)).toHaveCSS('direction', 'ltr');
  }
  await setAppearance(world.utopia, { language: 'ar' });
  await screens.find(({ name }) => name === 'new-case')?.open(page);
  const title = page.locator('main form input').first();
  await expect(title).toHaveCSS('unicode-bidi', 'plaintext');
  await expect(title).toHaveCSS('direction', 'rtl');
  await setAppearance(world.utopia, { language: 'en' });
});
