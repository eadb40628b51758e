import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type ComponentType, useEffect, useState } from 'react';
import type { ErasureReport } from '#shared/ipc/backup.ts';
import { onCoreEvent, shell } from './bridge.ts';
import { invalidateByTables, useCoreQuery } from './data.ts';
import { Enrol } from './features/session/enrol.tsx';
import { Erased } from './features/session/erased.tsx';
import { KeysMissing } from './features/session/keys-missing.tsx';
import { SignIn } from './features/session/sign-in.tsx';
import { DelayedSkeleton } from './ui/delayed-skeleton.tsx';
import { ErasedContext } from './ui/erased-context.ts';
import { ErrorNotice } from './ui/error-notice.tsx';
import { useSettings } from './ui/settings-context.ts';
import type { WorkplaceProps } from './workplace.tsx';

const LOAD_WITHIN_MS = 1000;

/**
 * The screens of work are fetched while the passphrase is typed: the lock screen does not wait for them. Kept as a plain component: React
 * would hold back what comes after the placeholder of a lazy one for 300 ms.
 */
function useWorkplace(): ComponentType<WorkplaceProps> | null {
  const [workplace, setWorkplace] = useState<{ readonly component: ComponentType<WorkplaceProps> } | null>(null);
  useEffect(() => {
    const load = async () => {
      const { Workplace } = await import('./workplace.tsx');
      setWorkplace({ component: Workplace });
    };
    const idle = requestIdleCallback(() => void load(), { timeout: LOAD_WITHIN_MS });
    return () => cancelIdleCallback(idle);
  }, []);
  return workplace?.component ?? null;
}

/** Shows what the phase of the session allows: nothing but enrolment or the lock screen while nobody is signed in. */
export function SessionGate() {
  const client = useQueryClient();
  const [isEnrolling, setEnrolling] = useState(false);
  const [report, setReport] = useState<ErasureReport | null>(null);
  const leaveReport = useLeaveReport(() => setReport(null));
  const { data: state, error } = useCoreQuery('session.state', {});
  const phase = state?.phase;
  const Workplace = useWorkplace();

  useEffect(
    () =>
      onCoreEvent((event) => {
        if (event.event === 'changed') invalidateByTables(client, event.tables);
        if (event.event !== 'session') return;
        // What was read before must not outlive the lock, not even in memory or in the corner of the screen.
        if (event.phase !== 'open') {
          client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session.state' });
          notifications.clean();
        }
        void client.invalidateQueries({ queryKey: ['session.state'] });
      }),
    [client],
  );
  useEffect(() => {
    if (phase === 'new') setEnrolling(true);
  }, [phase]);

  if (report) return <Erased report={report} onDone={() => void leaveReport()} />;
  if (error) return <ErrorNotice error={error.appError} />;
  if (!state) return <DelayedSkeleton />;
  if (phase === 'keys-missing') return <KeysMissing />;
  if (phase === 'new' || isEnrolling) return <Enrol onDone={() => setEnrolling(false)} />;
  if (phase === 'locked' || !state.user) return <SignIn usernames={state.usernames} damage={state.damage} />;
  const { user, bureau, looking } = state;
  if (!Workplace) return <DelayedSkeleton />;
  return (
    <ErasedContext value={setReport}>
      <Workplace key={user.id} session={{ user, bureau, looking }} />
    </ErasedContext>
  );
}

/** The process that held the workstation ends, and nothing of it stays in the page either. */
function useLeaveReport(onLeft: () => void): () => Promise<void> {
  const client = useQueryClient();
  const { update } = useSettings();
  return async () => {
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session.state' });
    update({ lastUsername: '', hubUrl: '', layout: {} });
    await shell('session.lock', {});
    await client.invalidateQueries({ queryKey: ['session.state'] });
    onLeft();
  };
}
