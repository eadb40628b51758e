import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { caseId } from '#shared/lib/ids.ts';
import { call } from '../../bridge.ts';
import { useSession } from '../session-context.ts';

/** Tells the core which case is on the screen, for the colleagues; also when none is any more. */
export function useShowPresence(): void {
  const { can, looking } = useSession();
  const { caseId: named = null } = useParams({ strict: false });
  const known = caseId.safeParse(named);
  const shown = known.success ? known.data : null;
  const isTold = can('case.read') && !looking;
  useEffect(() => {
    if (!isTold) return;
    // A convenience: a call that meets the lock has nothing to say to anybody.
    void call('presence.show', { caseId: shown }).catch(() => undefined);
  }, [isTold, shown]);
}
