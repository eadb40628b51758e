import { createContext, useContext, useEffect } from 'react';

/** What has to be written before the core ends, e.g. the last keystrokes of a form. */
export type BeforeLock = Set<() => Promise<void>>;

export const BeforeLockContext = createContext<BeforeLock>(new Set());

/** Calls `flush` when the person locks; locking waits a moment for it. */
export function useBeforeLock(flush: () => Promise<void>): void {
  const waiting = useContext(BeforeLockContext);
  useEffect(() => {
    waiting.add(flush);
    return () => {
      waiting.delete(flush);
    };
  }, [waiting, flush]);
}
