import { type BrowserWindow, powerMonitor } from 'electron';
import type { SettingsStore } from './settings.ts';

interface LockWatch {
  readonly window: BrowserWindow;
  readonly settings: SettingsStore;
  readonly lock: () => Promise<void>;
}

const LOOK_EVERY_MS = 1000;

/**
 * Locks when nobody has touched this window for the idle time, when the system locks or sleeps, and when another person's session
 * comes to the front. Input is seen here, not told by the page: a page that misbehaves cannot keep the workstation open.
 */
export function watchForLock({ window, settings, lock }: LockWatch): void {
  let lastInput = Date.now();
  window.webContents.on('input-event', () => {
    lastInput = Date.now();
  });
  const timer = setInterval(() => {
    if (Date.now() - lastInput < settings.get().idleMinutes * 60_000) return;
    lastInput = Date.now();
    void lock();
  }, LOOK_EVERY_MS);
  window.once('closed', () => clearInterval(timer));
  powerMonitor.on('lock-screen', () => void lock());
  powerMonitor.on('suspend', () => void lock());
  powerMonitor.on('user-did-resign-active', () => void lock());
}
