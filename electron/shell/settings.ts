import ElectronStore from 'electron-store';
import { type Settings, settings } from '#shared/ipc/shell-contract.ts';

export interface SettingsStore {
  get(): Settings;
  set(changes: Partial<Settings>): Settings;
}

/** The longest time without input that policy allows (minutes). */
export const MAX_IDLE_MINUTES = 15;

/** Settings that are no secret, in clear. A file that cannot be read means the defaults, never a crash: nothing of value is in it. */
export function openSettings(dir: string): SettingsStore {
  const store = new ElectronStore<Record<string, unknown>>({ name: 'settings', cwd: dir, clearInvalidConfig: true });
  const get = (): Settings => {
    const read = settings.safeParse(store.store);
    const value = read.success ? read.data : settings.parse({});
    return { ...value, idleMinutes: Math.min(value.idleMinutes, MAX_IDLE_MINUTES) };
  };
  return {
    get,
    set: (changes) => {
      store.store = { ...get(), ...changes };
      return get();
    },
  };
}
