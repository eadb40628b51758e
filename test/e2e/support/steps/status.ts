import { expect, type Locator, type Page } from '@playwright/test';

/** What is true now, at the foot of every screen. */
export const statusLine = (page: Page): Locator => page.getByRole('region', { name: 'State of this workstation' });

export const untilOnline = (page: Page): Promise<void> =>
  expect(statusLine(page)).toContainText('Connected since', { timeout: 40_000 });

export const untilOffline = (page: Page): Promise<void> =>
  expect(statusLine(page)).toContainText('No network since', { timeout: 40_000 });
