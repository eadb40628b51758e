import type { Station } from './station.ts';

/** Listens to what the shell tells the desktop; @returns reads what it has told so far. */
export async function listenToNotifications(
  station: Station,
): Promise<() => Promise<{ title: string; body: string }[]>> {
  const told = await station.app.evaluateHandle(({ Notification }) => {
    const shown: { title: string; body: string }[] = [];
    Notification.prototype.show = function show() {
      shown.push({ title: this.title, body: this.body });
    };
    return shown;
  });
  return () => told.jsonValue();
}
