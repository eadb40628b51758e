/** How long calls to the same bureau are held together (ms), at the process that calls and once more at the one that passes them on. */
export const BUNDLED_FOR = 50;

export interface BundledCalls {
  call(names: Iterable<string>): void;
  /** Calls those who wait, now: nobody will do it later. */
  flush(): void;
}

/**
 * Calls whoever was not called within the last moment at once, and who is named again meanwhile once more at its end, all of them together:
 * the first call loses no time, the last is not lost, and however many come between the two they are one.
 * @param within ms; 0: every call goes out by itself
 */
export function bundleCalls(within: number, callOut: (names: readonly string[]) => void): BundledCalls {
  let called = new Set<string>();
  let waiting = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const turn = () => {
    timer = undefined;
    called = waiting;
    waiting = new Set();
    if (called.size === 0) return;
    timer = setTimeout(turn, within);
    callOut([...called]);
  };
  const call = (names: Iterable<string>) => {
    const all = [...new Set(names)];
    const now = all.filter((name) => !called.has(name));
    for (const name of all) (called.has(name) ? waiting : called).add(name);
    timer ??= setTimeout(turn, within);
    if (now.length > 0) callOut(now);
  };
  const flush = () => {
    clearTimeout(timer);
    turn();
    clearTimeout(timer);
    timer = undefined;
    called = new Set();
  };
  return within === 0 ? { call: (names) => callOut([...new Set(names)]), flush: () => undefined } : { call, flush };
}
