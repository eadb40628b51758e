import { createContext, useContext } from 'react';
import type { ErasureReport } from '#shared/ipc/backup.ts';

/** Takes the report of an erasure to where it is shown: the screens of work are gone by then. */
export const ErasedContext = createContext<((report: ErasureReport) => void) | null>(null);

export function useErased(): (report: ErasureReport) => void {
  const show = useContext(ErasedContext);
  if (show === null) throw new Error('useErased is used outside of its provider');
  return show;
}
