import { toInstant } from '#shared/protocol/instant.ts';
import type { BureauUsage } from '../store/usage.ts';
import type { HubSettings } from './deps.ts';
import type { Objection } from './judge-envelope.ts';

const MINUTE = 60_000;

/** The minute a time (ms) lies in, as an instant. */
export function minuteOf(now: number): string {
  return toInstant(now - (now % MINUTE));
}

export type UsageLimits = Pick<HubSettings, 'envelopesPerMinute' | 'storedBytes'>;

/**
 * Why a bureau has to wait, if it has: so that one that sends without end, or stores without end, takes nothing from the
 * others. `more`: envelopes taken on since the usage was read.
 */
export function usageObjection(
  limits: UsageLimits,
  usage: BureauUsage | undefined,
  minute: string,
  more: number,
): Objection | null {
  const sent = (usage?.minute === minute ? usage.envelopes : 0) + more;
  if (sent >= limits.envelopesPerMinute) return { code: 'rate-limited', details: { limit: 'envelopes-per-minute' } };
  if ((usage?.storedBytes ?? 0) >= limits.storedBytes)
    return { code: 'rate-limited', details: { limit: 'stored-bytes' } };
  return null;
}
