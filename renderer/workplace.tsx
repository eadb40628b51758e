import { useQueryClient } from '@tanstack/react-query';
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import { onLockComing, shell } from './bridge.ts';
import { createAppRouter } from './router.tsx';
import { type BeforeLock, BeforeLockContext } from './ui/before-lock.ts';
import { DelayedSkeleton } from './ui/delayed-skeleton.tsx';
import { LockContext } from './ui/lock-context.ts';
import { type Session, SessionContext } from './ui/session-context.ts';
import { useKeptView } from './ui/use-kept-view.ts';
import { ViewMemoryContext } from './ui/view-memory.ts';

/** Sealing the last keystrokes may take this long (ms); the shell locks after 300 ms, whatever the page does. */
const SEAL_MS = 250;

const START = '/desk';

/** In development an address after `#` is opened first, e.g. `#/gallery`. */
const asked = import.meta.env.DEV && location.hash !== '' ? location.hash.slice(1) : null;

/** Leaves the field one is in as a person leaves it: some take only then what was typed into them. */
function leaveField(): Promise<void> {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  return new Promise((resolve) => setTimeout(resolve));
}

export interface WorkplaceProps {
  readonly session: Session;
}

/** Everything behind the sign-in, as the person left it. */
export function Workplace({ session }: WorkplaceProps) {
  const client = useQueryClient();
  const [waiting] = useState<BeforeLock>(() => new Set());
  const view = useKeptView(waiting);

  const lock = useCallback(async () => {
    await leaveField();
    const sealed = Promise.allSettled([...waiting].map((flush) => flush()));
    await Promise.race([sealed, new Promise((resolve) => setTimeout(resolve, SEAL_MS))]);
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session.state' });
    await shell('session.lock', {});
  }, [client, waiting]);
  useEffect(() => onLockComing(() => void lock()), [lock]);

  if (view === null) return <DelayedSkeleton />;
  return (
    <SessionContext value={session}>
      <LockContext value={lock}>
        <BeforeLockContext value={waiting}>
          <ViewMemoryContext value={view.memory}>
            <Screens place={asked ?? view.place ?? START} onPlace={view.keep} />
          </ViewMemoryContext>
        </BeforeLockContext>
      </LockContext>
    </SessionContext>
  );
}

interface ScreensProps {
  readonly place: string;
  readonly onPlace: (place: string) => void;
}

function Screens({ place, onPlace }: ScreensProps) {
  const [router] = useState(() => createAppRouter(createMemoryHistory({ initialEntries: [place] })));
  useEffect(() => router.subscribe('onResolved', ({ toLocation }) => onPlace(toLocation.href)), [router, onPlace]);
  return <RouterProvider router={router} />;
}
