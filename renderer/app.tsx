import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import type { ShellOutput } from '#shared/ipc/shell-contract.ts';
import { Appearance } from './appearance.tsx';
import { createQueryClient } from './query-client.ts';
import { SessionGate } from './session-gate.tsx';
import { FormatsProvider } from './ui/formats-provider.tsx';
import { NowProvider } from './ui/now-provider.tsx';
import { ScreenMarkingProvider } from './ui/screen-marking-provider.tsx';
import { SettingsProvider } from './ui/settings-provider.tsx';
import { ShortcutsProvider } from './ui/shortcuts-provider.tsx';

interface Props {
  readonly initial: ShellOutput<'settings.get'>;
  readonly nonce: string;
}

/** The whole interface. */
export function App({ initial, nonce }: Props) {
  const [client] = useState(createQueryClient);
  return (
    <SettingsProvider initial={initial}>
      <Appearance nonce={nonce}>
        <QueryClientProvider client={client}>
          <FormatsProvider>
            <NowProvider>
              <ShortcutsProvider>
                <ScreenMarkingProvider>
                  <SessionGate />
                </ScreenMarkingProvider>
              </ShortcutsProvider>
            </NowProvider>
          </FormatsProvider>
        </QueryClientProvider>
      </Appearance>
    </SettingsProvider>
  );
}
