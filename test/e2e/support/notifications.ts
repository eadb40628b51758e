import { expect, type Page } from '@playwright/test';
import type { Station } from './station.ts';

/** Whatever notice is still on the screen goes: one that stands counts on with what comes. */
async function closeNotices(page: Page): Promise<void> {
  const notices = page.locator('.mantine-Notification-root');
  // In one go: one may go by itself meanwhile.
  await notices.getByRole('button').evaluateAll((buttons: HTMLElement[]) => {
    for (const button of buttons) button.click();
  });
  await expect(notices).toHaveCount(0);
}

/** Listens to what the shell tells the desktop; @returns reads what it has told so far. */
export async function listenToNotifications(
  station: Station,
): Promise<() => Promise<{ title: string; body: string }[]>> {
  await closeNotices(station.page);
  const told = await station.app.evaluateHandle(({ Notification }) => {
    const shown: { title: string; body: string }[] = [];
    Notification.prototype.show = function show() {
      shown.push({ title: this.title, body: this.body });
    };
    return shown;
  });
  return () => told.jsonValue();
}
