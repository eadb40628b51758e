import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import type { Settings } from '#shared/ipc/shell-contract.ts';
import { shell } from '../bridge.ts';
import { changeLanguage } from '../i18n.ts';
import { SettingsContext } from './settings-context.ts';

interface Props {
  readonly initial: { readonly settings: Settings; readonly maxIdleMinutes: number };
  readonly children: ReactNode;
}

/** Holds the settings for the screens; a change shows at once and goes to the shell. */
export function SettingsProvider({ initial, children }: Props) {
  const [settings, setSettings] = useState(initial.settings);
  const latest = useRef(initial.settings);
  const update = useCallback((changes: Partial<Settings>) => {
    latest.current = { ...latest.current, ...changes };
    setSettings(latest.current);
    void shell('settings.set', changes);
    if (changes.language !== undefined) void changeLanguage(changes.language);
  }, []);
  const value = useMemo(
    () => ({ settings, maxIdleMinutes: initial.maxIdleMinutes, update }),
    [settings, initial.maxIdleMinutes, update],
  );
  return <SettingsContext value={value}>{children}</SettingsContext>;
}
