import { createContext, useContext } from 'react';
import type { Settings } from '#shared/ipc/shell-contract.ts';

export interface SettingsStore {
  readonly settings: Settings;
  /** The policy's upper bound, minutes. */
  readonly maxIdleMinutes: number;
  /** Shows at once and is kept by the shell. */
  readonly update: (changes: Partial<Settings>) => void;
}

export const SettingsContext = createContext<SettingsStore | null>(null);

/** Settings of this machine's user: language, scheme, text size, layout. Never secret. */
export function useSettings(): SettingsStore {
  const store = useContext(SettingsContext);
  if (store === null) throw new Error('useSettings is used outside of its provider');
  return store;
}
