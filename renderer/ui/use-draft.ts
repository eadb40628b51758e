import { useCallback, useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import { call } from '../bridge.ts';
import { useBeforeLock } from './before-lock.ts';

/** Typing pauses are shorter than this; a crash loses no more. */
const DELAY_MS = 400;

export interface DraftState {
  readonly key: string;
  /** False until it is known whether there is something to bring back: wait with showing the form. */
  readonly ready: boolean;
  /** When what was brought back had been typed; null = the form started fresh. */
  readonly restoredAt: number | null;
  /** When the draft was last sealed; null = nothing typed yet. */
  readonly savedAt: number | null;
  /** The form was sent, saved or given up: nothing is to come back. */
  readonly discard: () => Promise<void>;
}

/**
 * Keeps what is being typed, sealed in the store, so that neither lock nor crash loses it.
 * @param key unique for the form and what it is about, e.g. `case.new` or `message.reply.<id>`.
 * @param schema what may come back: a draft of another shape is left alone.
 * @param value what the form holds now.
 * @param restore called once, with what had been typed before.
 */
export function useDraft<T>(key: string, schema: z.ZodType<T>, value: T, restore: (value: T) => void): DraftState {
  const [state, setState] = useState({
    ready: false,
    restoredAt: null as number | null,
    savedAt: null as number | null,
  });
  const sealed = useRef<string | null>(null);
  const latest = useRef({ value, restore, schema });
  latest.current = { value, restore, schema };

  useEffect(() => {
    let here = true;
    const begin = (restoredAt: number | null, base: T) => {
      sealed.current = JSON.stringify(base);
      setState({ ready: true, restoredAt, savedAt: restoredAt });
    };
    const bringBack = async () => {
      const kept = await call('draft.get', { key }).catch(() => null);
      if (!here) return;
      const parsed = kept === null ? null : latest.current.schema.safeParse(kept.data);
      if (kept === null || !parsed?.success) return begin(null, latest.current.value);
      latest.current.restore(parsed.data);
      begin(kept.savedAt, parsed.data);
    };
    void bringBack();
    return () => {
      here = false;
    };
  }, [key]);

  const flush = useCallback(async () => {
    const text = JSON.stringify(latest.current.value);
    if (sealed.current === null || sealed.current === text) return;
    const before = sealed.current;
    sealed.current = text;
    try {
      await call('draft.save', { key, data: latest.current.value });
    } catch (failed) {
      sealed.current = before; // what is not sealed is tried again with the next change
      throw failed;
    }
    setState((old) => ({ ...old, savedAt: Date.now() }));
  }, [key]);

  const text = JSON.stringify(value);
  useEffect(() => {
    if (!state.ready || sealed.current === text) return;
    const timer = setTimeout(() => void flush().catch(() => undefined), DELAY_MS);
    return () => clearTimeout(timer);
  }, [text, state.ready, flush]);

  useBeforeLock(flush);
  useEffect(() => () => void flush().catch(() => undefined), [flush]);

  const discard = useCallback(async () => {
    sealed.current = null;
    setState((before) => ({ ...before, restoredAt: null, savedAt: null }));
    await call('draft.discard', { key });
  }, [key]);

  return { key, ...state, discard };
}
