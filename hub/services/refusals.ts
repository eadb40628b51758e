/**
 * Refusals of the same kind by the same caller are written down together: the first at once, those of the minute that follows in one entry
 * that says how many and when the first and the last were. So whoever is refused without end adds an entry a minute to the audit chain, and
 * not one for each request. What is counted stands in the database, for all processes of a hub, and outlives each of them.
 */
import { toInstant } from '#shared/protocol/instant.ts';
import { type AuditEntry, appendAuditEntries, lockAuditHeads } from '../store/audit.ts';
import {
  beginCounting,
  type CountedRefusals,
  forgetQuiet,
  lockCounted,
  lockDueCounts,
  putCounted,
  refusalKey,
} from '../store/counted-refusals.ts';
import { isUnavailable, type Transaction } from '../store/database.ts';
import type { HubDeps } from './deps.ts';
import { gather } from './gather.ts';
import type { RefusalWriter, Refused } from './working-parts.ts';

/** How long refusals of the same kind by the same caller are counted before they are written (ms). */
export const REFUSALS_COUNTED_FOR = 60_000;

type RefusalDeps = Pick<HubDeps, 'database' | 'clock'>;

/** In codes, so that what a stranger makes up does not make a kind of its own. */
function nameOf({ entry, caller }: Refused): string {
  const { code = '', carrier = '' } = entry.details ?? {};
  return [entry.event, code, caller ?? '', carrier].join(' ');
}

/** Refusals as if they had been counted since `since`; of several, and of strangers, the subject is not that of all. */
function countTogether(refused: readonly Refused[], since: string): CountedRefusals[] {
  const counted = new Map<string, CountedRefusals>();
  for (const one of refused) {
    const { at, subject, ...entry } = one.entry;
    const name = { bureau: entry.bureau, name: nameOf(one) };
    const before = counted.get(refusalKey(name));
    const isOfAll = subject !== undefined && (!before || before.entry.subject === subject);
    counted.set(refusalKey(name), {
      ...name,
      entry: { ...entry, ...(isOfAll && { subject }) },
      since,
      firstAt: before?.firstAt ?? at,
      lastAt: at,
      times: (before?.times ?? 0) + 1,
    });
  }
  return [...counted.values()];
}

function addedTo(before: CountedRefusals, more: CountedRefusals): CountedRefusals {
  if (before.times === 0) return { ...more, since: before.since };
  const { subject, ...entry } = before.entry;
  const isOfAll = subject !== undefined && subject === more.entry.subject;
  return {
    ...before,
    entry: { ...entry, ...(isOfAll && { subject }) },
    lastAt: more.lastAt,
    times: before.times + more.times,
  };
}

/** One refusal stands as it was; several with their number, the first and the last. */
function entryOf({ entry, firstAt, lastAt, times }: CountedRefusals, now: string): AuditEntry {
  if (times === 1) return { ...entry, at: firstAt };
  return { ...entry, at: now, details: { ...entry.details, times, first: firstAt, last: lastAt } };
}

async function append(tx: Transaction, counted: readonly CountedRefusals[], now: string): Promise<void> {
  if (counted.length === 0) return;
  const entries = counted.map((one) => entryOf(one, now));
  const heads = await lockAuditHeads(tx, [...new Set(entries.map(({ bureau }) => bureau))]);
  appendAuditEntries(tx, entries, heads);
}

const emptied = (counted: CountedRefusals, since: string): CountedRefusals => ({ ...counted, since, times: 0 });

/** A clock that was set back must not let what was counted wait until it has caught up. */
const isCounting = ({ since }: CountedRefusals, now: number) =>
  Math.abs(now - Date.parse(since)) < REFUSALS_COUNTED_FOR;

/** Writes down, or counts, who was refused. */
export async function writeRefused(tx: Transaction, refused: readonly Refused[], now: number): Promise<void> {
  const at = toInstant(now);
  const fresh = countTogether(refused, at);
  const known = await lockCounted(tx, fresh);
  const written: CountedRefusals[] = [];
  const begun: CountedRefusals[] = [];
  const counted: CountedRefusals[] = [];
  for (const more of fresh) {
    const before = known.get(refusalKey(more));
    const sum = before ? addedTo(before, more) : more;
    if (before && isCounting(before, now)) counted.push(sum);
    else {
      written.push(sum);
      (before ? counted : begun).push(emptied(sum, at));
    }
  }
  await append(tx, written, at);
  beginCounting(tx, begun);
  putCounted(tx, counted);
}

/** Callers whose refusals are written in one transaction. */
const AT_ONCE = 500;

/** Writes what was counted and is due, though its caller does not come again. Any process of the hub may, at any time. How many entries. */
export async function writeDueRefusals({ database, clock }: RefusalDeps): Promise<number> {
  const now = clock.now();
  const at = toInstant(now);
  const counting = { after: toInstant(now - REFUSALS_COUNTED_FOR), before: toInstant(now + REFUSALS_COUNTED_FOR) };
  for (let written = 0; ; ) {
    const due = await database.transaction(async (tx) => {
      await forgetQuiet(tx, counting);
      const counted = await lockDueCounts(tx, counting, AT_ONCE);
      await append(tx, counted, at);
      putCounted(
        tx,
        counted.map((one) => emptied(one, at)),
      );
      return counted.length;
    });
    written += due;
    if (due < AT_ONCE) return written;
  }
}

/** One at a time: strangers who knock without end wait for each other, and take one connection from those who work. */
const LIMITS = { group: 500, waiting: 5000, lanes: 1 } as const;

/** Writes down together who was refused at the same moment. */
export function openRefusals({ database, clock }: RefusalDeps): RefusalWriter {
  const write = async (refused: readonly Refused[]) => {
    await database.transaction((tx) => writeRefused(tx, refused, clock.now()));
    return refused.map(() => null);
  };
  return gather(LIMITS, () => '', write, isUnavailable);
}
