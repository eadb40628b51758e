import { expect, type Locator, type Page } from '@playwright/test';
import { accessibilityProblems } from '../axe.ts';
import type { Station } from '../station.ts';
import { goTo } from './session.ts';

/** The person saves to this place in the dialog of the system, which no test can click. */
export const willSaveTo = (station: Station, path: string): Promise<void> =>
  station.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, path);

export async function openTransport(page: Page): Promise<void> {
  await goTo(page, 'Outbox');
  await page.getByRole('button', { name: 'Transport by file' }).click();
}

/** Writes what waits to a file, by the outbox. @returns the dialog that tells of it. */
export async function writeBundle(station: Station, path: string): Promise<Locator> {
  await willSaveTo(station, path);
  await openTransport(station.page);
  await station.page.getByRole('menuitem', { name: 'Write to a file for transport…' }).click();
  const dialog = station.page.getByRole('dialog');
  await expect(dialog).toContainText('is written');
  return dialog;
}

/** Reads a file in, by the outbox. @returns the dialog with what became of it. */
export async function readBundle(page: Page, path: string): Promise<Locator> {
  await goTo(page, 'Outbox');
  await page.getByLabel('Read in a file…').setInputFiles(path);
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('heading', { name: 'What to do next' })).toBeVisible();
  return dialog;
}

export async function closeDialog(page: Page): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  await expect(page.getByRole('dialog')).toBeHidden();
}

/** Of a screen on which no notice comes or goes in a corner any more. */
export async function calmProblems(page: Page): Promise<string[]> {
  await expect(page.locator('.mantine-Notification-root')).toHaveCount(0, { timeout: 20_000 });
  return accessibilityProblems(page);
}
