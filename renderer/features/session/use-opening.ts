import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Input } from '#shared/ipc/contract.ts';
import { useCoreAction } from '../../data.ts';

type Credentials = Input<'session.unlock'>;

/** One of the ways into the store, with how far it is. */
export function useOpening(method: 'session.unlock' | 'session.salvage' | 'session.look') {
  const client = useQueryClient();
  const [percent, setPercent] = useState(0);
  const action = useCoreAction(method, { onProgress: setPercent });
  /** Resolves when what is shown next is known, and rejects with the refusal. */
  const open = async (credentials: Credentials): Promise<void> => {
    setPercent(0);
    try {
      await action.mutateAsync(credentials);
    } finally {
      await client.invalidateQueries({ queryKey: ['session.state'] });
    }
  };
  return { action, percent, open };
}
