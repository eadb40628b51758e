import { type BrowserWindow, type Input, powerMonitor } from 'electron';
import type { SettingsStore } from './settings.ts';

interface LockWatch {
  readonly window: BrowserWindow;
  readonly settings: SettingsStore;
  readonly lock: () => void;
  /** The keys that lock were pressed: the page does it, if it can. */
  readonly lockByKeys: () => void;
}

const LOOK_EVERY_MS = 500;

/**
 * Locks when nobody has touched this window for the idle time, when the system locks or sleeps, and when another person's session
 * comes to the front. Input is seen here, not told by the page: a page that misbehaves cannot keep the workstation open. Time is
 * that of the running computer: whoever sets the clock back gains nothing.
 */
export function watchForLock({ window, settings, lock, lockByKeys }: LockWatch): void {
  let lastInput = performance.now();
  window.webContents.on('input-event', () => {
    lastInput = performance.now();
  });
  window.webContents.on('before-input-event', (_event, input) => {
    if (isLockKey(input)) lockByKeys();
  });
  const timer = setInterval(() => {
    if (performance.now() - lastInput < settings.get().idleMinutes * 60_000) return;
    lastInput = performance.now();
    lock();
  }, LOOK_EVERY_MS);
  window.once('closed', () => clearInterval(timer));
  powerMonitor.on('lock-screen', lock);
  powerMonitor.on('suspend', lock);
  powerMonitor.on('user-did-resign-active', lock);
}

/** Ctrl+L, on a Mac Command+L; on a keyboard without Latin letters the key on which L is printed. */
function isLockKey({ type, key, code, control, meta, alt, shift }: Input): boolean {
  const held = process.platform === 'darwin' ? meta : control;
  const isLatin = /^[\x20-\x7e]$/.test(key);
  const isL = isLatin ? key.toLowerCase() === 'l' : code === 'KeyL';
  return type === 'keyDown' && held && !alt && !shift && isL;
}
