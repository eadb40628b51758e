import type { UnreadArrival } from '#shared/ipc/arrivals.ts';
import type { ReadDb, WriteDb } from '../database.ts';

/** Keeps what arrived and could not be read, with the reason: nothing that was received is thrown away. The same once more is kept once. */
export function keepUnreadable(
  tx: WriteDb,
  row: {
    readonly streamNumber: number;
    readonly envelopeId: string;
    readonly fromBureau: string;
    readonly reason: string;
    readonly envelope: string;
    readonly at: number;
  },
): void {
  // Another one under its number came before the hub was put back.
  tx.run(
    `INSERT INTO unreadable_envelopes (stream_number, envelope_id, from_bureau, reason, envelope, at)
     SELECT ?1, ?2, ?3, ?4, ?5, ?6
      WHERE NOT EXISTS (SELECT 1 FROM unreadable_envelopes WHERE stream_number = ?1 AND envelope = ?5)`,
    [row.streamNumber, row.envelopeId, row.fromBureau, row.reason, row.envelope, row.at],
  );
}

export interface KeptEnvelope {
  /** Under which it is kept here. */
  readonly number: number;
  readonly streamNumber: number;
  readonly reason: string;
  /** JSON, as it arrived. */
  readonly envelope: string;
  /** 1 where the hub has lost it since. */
  readonly lost: number;
}

/** What was kept for one of these reasons, in the order in which it arrived. */
export function keptEnvelopes(db: ReadDb, reasons: readonly string[]): KeptEnvelope[] {
  return db.all<KeptEnvelope>(
    `SELECT number, stream_number AS streamNumber, reason, envelope, lost FROM unreadable_envelopes
     WHERE reason IN (SELECT value FROM json_each(?)) ORDER BY number`,
    [JSON.stringify(reasons)],
  );
}

/** The hub has lost what it brought after a number, in the caller's transaction: it was put back to a back-up. */
export function noteKeptLostAfter(tx: WriteDb, streamNumber: number): void {
  tx.run('UPDATE unreadable_envelopes SET lost = 1 WHERE stream_number > ?', [streamNumber]);
}

export function countKeptEnvelopes(db: ReadDb, reason: string): number {
  const row = db.get<{ n: number }>('SELECT count(*) AS n FROM unreadable_envelopes WHERE reason = ?', [reason]);
  return row?.n ?? 0;
}

/** Which of them, of what one, and where it stands: as the indexes have it (0011-unread-pages.ts). */
const KIND = `envelope ->> '$.kind'`;
const IS_URGENT = `(envelope ->> '$.priority') IS 'urgent'`;
const UNSETTLED = 'settled_at IS NULL AND reason NOT IN (SELECT value FROM json_each(?))';
const place = ({ priority, number }: Pick<UnreadArrival, 'priority' | 'number'>) => [
  priority === 'urgent' ? 1 : 0,
  number,
];

export interface UnreadPage {
  readonly after: Pick<UnreadArrival, 'priority' | 'number'> | null;
  readonly limit: number;
  /** What waits for one of these reasons waits for nobody. */
  readonly butFor: readonly string[];
}

type Unsettled = Omit<UnreadArrival, 'alike'>;

/** What nobody has dealt with yet: the urgent first, of these the latest. */
export function unsettledArrivals(db: ReadDb, { after, limit, butFor }: UnreadPage): Unsettled[] {
  return db.all<Unsettled>(
    `SELECT number, from_bureau AS "from", reason, ${KIND} AS kind, envelope ->> '$.priority' AS priority, at
     FROM unreadable_envelopes WHERE ${UNSETTLED} ${after ? `AND (${IS_URGENT}, number) < (?, ?)` : ''}
     ORDER BY ${IS_URGENT} DESC, number DESC LIMIT ?`,
    [JSON.stringify(butFor), ...(after ? place(after) : []), limit],
  );
}

/** How many there are, how many of them urgent, and how many stand before the page. */
export function countUnsettled(
  db: ReadDb,
  { after, butFor }: UnreadPage,
): { total: number; urgent: number; before: number } {
  const sql = `SELECT count(*) AS total, coalesce(sum(${IS_URGENT}), 0) AS urgent,
      coalesce(sum((${IS_URGENT}, number) >= (?, ?)), 0) AS before
     FROM unreadable_envelopes WHERE ${UNSETTLED}`;
  // Nothing stands before what is urgent and has the highest of all numbers.
  const params = [...(after ? place(after) : [2, 0]), JSON.stringify(butFor)];
  return db.get<{ total: number; urgent: number; before: number }>(sql, params) ?? { total: 0, urgent: 0, before: 0 };
}

export type Alike = Pick<UnreadArrival, 'from' | 'kind' | 'reason' | 'priority'>;

const ALIKE = `settled_at IS NULL AND from_bureau = ? AND ${KIND} = ? AND reason = ? AND ${IS_URGENT} = ?`;
const alikeValues = ({ from, kind, reason, priority }: Alike) => [from, kind, reason, priority === 'urgent' ? 1 : 0];

/** Those that are alike: how many, and the latest of them. */
export function countAlike(db: ReadDb, alike: Alike): UnreadArrival['alike'] {
  const sql = `SELECT count(*) AS count, coalesce(max(number), 0) AS latest FROM unreadable_envelopes WHERE ${ALIKE}`;
  return db.get<UnreadArrival['alike']>(sql, alikeValues(alike)) ?? { count: 0, latest: 0 };
}

/** A person has dealt with all that are alike, up to the latest they knew of. Returns how many there were. */
export function settleAlike(
  tx: WriteDb,
  { latest, ...alike }: Alike & { readonly latest: number },
  at: number,
  by: string,
): number {
  const sql = `UPDATE unreadable_envelopes SET settled_at = ?, settled_by = ? WHERE ${ALIKE} AND number <= ?`;
  return tx.run(sql, [at, by, ...alikeValues(alike), latest]);
}

/** A person has dealt with it. Returns whether there was anything to deal with. */
export function settleArrival(tx: WriteDb, number: number, at: number, by: string): boolean {
  const sql = 'UPDATE unreadable_envelopes SET settled_at = ?, settled_by = ? WHERE number = ? AND settled_at IS NULL';
  return tx.run(sql, [at, by, number]) > 0;
}

/** It could be read after all, and stands where it belongs. */
export function forgetKept(tx: WriteDb, number: number): void {
  tx.run('DELETE FROM unreadable_envelopes WHERE number = ?', [number]);
}
