import type { RandomDep } from '#shared/lib/deps.ts';
import { LONGEST_PUT_OFF_MS } from '../store/tables/outbox.ts';

/**
 * Between tries: exponential with full jitter, so that five hundred workstations do not come back in step. The longest leaves time to
 * send what waits within a minute of the line's return (promise D2).
 */
const FIRST_MS = 1_000;
const LONGEST_MS = 40_000;
/** What the hub asks many of at the same time they do not all end in the same moment (ms). */
const SPREAD_MS = 5_000;

/** Any time from 0 to `ceiling`, each as likely (ms). */
export function anyTimeUpTo({ random }: RandomDep, ceiling: number): number {
  const [high = 0, low = 0] = random.bytes(2);
  return Math.round((ceiling * (high * 256 + low)) / 65_535);
}

/**
 * What the hub asks for with Retry-After is kept to, but for an hour at most: a slip there silences nobody for weeks. The outbox takes what is
 * put off for longer for due, and a timer of more than 24 days would go off at once.
 * @param seconds null or absent: it asked for nothing
 */
export const askedToWait = (seconds: number | null | undefined): number =>
  Math.min(LONGEST_PUT_OFF_MS, (seconds ?? 0) * 1000);

/** How long to wait after so many failures in a row (ms), at least `atLeast`. */
export function backOff(deps: RandomDep, failures: number, atLeast = 0): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 16));
  return atLeast + anyTimeUpTo(deps, Math.max(ceiling - atLeast, Math.min(atLeast, SPREAD_MS)));
}
