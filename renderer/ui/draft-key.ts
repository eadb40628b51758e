import { createContext, useContext, useEffect, useRef, useState } from 'react';
import { useViewMemory } from './view-memory.ts';

/** The key of the draft of the form around a field; null = the form keeps none. */
export const DraftKeyContext = createContext<string | null>(null);

/**
 * Like useState, for what is typed into a field and is no value of the form yet: half a date. A lock or a restart brings it
 * back with the draft; leaving the form gives it up.
 * @param field its path in the form.
 */
export function useLooseText<T>(field: string, initial: T): readonly [T, (next: T) => void] {
  const memory = useViewMemory();
  const draftKey = useContext(DraftKeyContext);
  const name = `loose.${draftKey}.${field}`;
  const [value, setValue] = useState<T>(() => (memory.has(name) ? (memory.get(name) as T) : initial));
  const latest = useRef(value);
  useEffect(() => {
    if (draftKey === null) return;
    memory.set(name, latest.current);
    return () => {
      memory.delete(name);
    };
  }, [memory, name, draftKey]);
  const change = (next: T) => {
    latest.current = next;
    if (draftKey !== null) memory.set(name, next);
    setValue(next);
  };
  return [value, change];
}
