import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { onCoreEvent } from './bridge.ts';
import { invalidateByTables, useCoreQuery } from './data.ts';
import { Enrol } from './features/session/enrol.tsx';
import { SignIn } from './features/session/sign-in.tsx';
import { DelayedSkeleton } from './ui/delayed-skeleton.tsx';
import { ErrorNotice } from './ui/error-notice.tsx';

const loadWorkplace = () => import('./workplace.tsx');
/** The screens of work are fetched while the passphrase is typed: the lock screen does not wait for them. */
const Workplace = lazy(async () => ({ default: (await loadWorkplace()).Workplace }));

/** Shows what the phase of the session allows: nothing but enrolment or the lock screen while nobody is signed in. */
export function SessionGate() {
  const client = useQueryClient();
  const [isEnrolling, setEnrolling] = useState(false);
  const { data: state, error } = useCoreQuery('session.state', {});
  const phase = state?.phase;

  useEffect(
    () =>
      onCoreEvent((event) => {
        if (event.event === 'changed') invalidateByTables(client, event.tables);
        if (event.event !== 'session') return;
        // What was read before must not outlive the lock, not even in memory.
        if (event.phase !== 'open')
          client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session.state' });
        void client.invalidateQueries({ queryKey: ['session.state'] });
      }),
    [client],
  );
  useEffect(() => {
    const idle = requestIdleCallback(() => void loadWorkplace());
    return () => cancelIdleCallback(idle);
  }, []);
  useEffect(() => {
    if (phase === 'new') setEnrolling(true);
  }, [phase]);

  if (error) return <ErrorNotice error={error.appError} />;
  if (!state) return <DelayedSkeleton />;
  if (phase === 'new' || isEnrolling) return <Enrol onDone={() => setEnrolling(false)} />;
  if (phase === 'locked' || !state.user) return <SignIn usernames={state.usernames} />;
  const { user, bureau } = state;
  return (
    <Suspense fallback={<DelayedSkeleton />}>
      <Workplace key={user.id} session={{ user, bureau }} />
    </Suspense>
  );
}
