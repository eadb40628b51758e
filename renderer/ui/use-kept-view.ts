import { useCallback, useEffect, useRef, useState } from 'react';
import { z } from 'zod';
import { call } from '../bridge.ts';
import type { BeforeLock } from './before-lock.ts';
import type { ViewMemory } from './view-memory.ts';

/** The sealed draft that holds where a person was and how the screens looked. */
const KEY = 'view';
const DELAY_MS = 2000;

const keptView = z.object({ place: z.string(), memory: z.array(z.tuple([z.string(), z.unknown()])) });

export interface KeptView {
  readonly memory: ViewMemory;
  /** Where the person was; null = nowhere yet. */
  readonly place: string | null;
  /** The person went somewhere. */
  readonly keep: (place: string) => void;
}

/**
 * The same screen comes back after a lock, a crash or a restart: filters and scroll included. Sealed with everything else,
 * because a filter can hold a name. Null until it is read.
 */
export function useKeptView(waiting: BeforeLock): KeptView | null {
  const [view, setView] = useState<{ readonly memory: ViewMemory; readonly place: string | null } | null>(null);
  const latest = useRef<{ memory: ViewMemory; place: string } | null>(null);
  const timer = useRef<number | undefined>(undefined);

  useEffect(() => {
    let here = true;
    const read = async () => {
      const draft = await call('draft.get', { key: KEY }).catch(() => null);
      const kept = keptView.safeParse(draft?.data);
      if (here)
        setView(
          kept.success
            ? { memory: new Map(kept.data.memory), place: kept.data.place }
            : { memory: new Map(), place: null },
        );
    };
    void read();
    return () => {
      here = false;
      window.clearTimeout(timer.current);
    };
  }, []);

  const flush = useCallback(async () => {
    if (latest.current === null) return;
    const { memory, place } = latest.current;
    await call('draft.save', { key: KEY, data: { place, memory: [...memory] } });
  }, []);
  useEffect(() => {
    waiting.add(flush);
    return () => {
      waiting.delete(flush);
    };
  }, [waiting, flush]);

  const keep = useCallback(
    (place: string) => {
      if (!view) return;
      latest.current = { memory: view.memory, place };
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => void flush().catch(() => undefined), DELAY_MS);
    },
    [view, flush],
  );
  return view && { ...view, keep };
}
