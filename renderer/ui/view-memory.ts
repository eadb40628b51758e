import { createContext, useCallback, useContext, useState } from 'react';

/** What a screen looked like when it was left: filters, scroll, the chosen row. Lives as long as the session. */
export type ViewMemory = Map<string, unknown>;

export const ViewMemoryContext = createContext<ViewMemory>(new Map());

export const useViewMemory = (): ViewMemory => useContext(ViewMemoryContext);

/**
 * Like useState, but still there when the person comes back to the screen.
 * @param name unique in the application, e.g. `cases.filter`.
 */
export function useViewState<T>(name: string, initial: T): readonly [T, (next: T) => void] {
  const memory = useViewMemory();
  const [value, setValue] = useState<T>(() => (memory.has(name) ? (memory.get(name) as T) : initial));
  const change = useCallback(
    (next: T) => {
      memory.set(name, next);
      setValue(next);
    },
    [memory, name],
  );
  return [value, change];
}
