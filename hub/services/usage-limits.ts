import { toInstant } from '#shared/protocol/instant.ts';
import type { BureauUsage } from '../store/usage.ts';
import type { HubSettings } from './deps.ts';
import type { Objection } from './judge-envelope.ts';

const MINUTE = 60_000;

/** The minute a time (ms) lies in, as an instant. */
export function minuteOf(now: number): string {
  return toInstant(now - (now % MINUTE));
}

type Limit<T extends keyof HubSettings> = Pick<HubSettings, T>;

/** Why a bureau has to wait, if it has: one that sends without end takes nothing from the others. `more`: taken on since the usage was read. */
export function rateObjection(
  { envelopesPerMinute }: Limit<'envelopesPerMinute'>,
  usage: BureauUsage | undefined,
  minute: string,
  more = 0,
): Objection | null {
  const sent = (usage?.minute === minute ? usage.envelopes : 0) + more;
  return sent >= envelopesPerMinute ? { code: 'rate-limited', details: { limit: 'envelopes-per-minute' } } : null;
}

/** The same of one that stores without end. */
export function storageObjection(
  { storedBytes }: Limit<'storedBytes'>,
  usage: BureauUsage | undefined,
): Objection | null {
  const stored = usage?.storedBytes ?? 0;
  return stored >= storedBytes ? { code: 'rate-limited', details: { limit: 'stored-bytes' } } : null;
}
