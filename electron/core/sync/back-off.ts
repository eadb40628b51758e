import type { RandomDep } from '#shared/lib/deps.ts';

/**
 * Between tries: exponential with full jitter, so that five hundred workstations do not come back in step. The longest leaves time to
 * send what waits within a minute of the line's return (promise D2).
 */
const FIRST_MS = 1_000;
const LONGEST_MS = 40_000;

/** Any time from 0 to `ceiling`, each as likely (ms). */
export function anyTimeUpTo({ random }: RandomDep, ceiling: number): number {
  const [high = 0, low = 0] = random.bytes(2);
  return Math.round((ceiling * (high * 256 + low)) / 65_535);
}

/** How long to wait after so many failures in a row (ms), at least `atLeast`. */
export function backOff(deps: RandomDep, failures: number, atLeast = 0): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 16));
  return Math.max(atLeast, anyTimeUpTo(deps, ceiling));
}
