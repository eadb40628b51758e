import type { UnreadArrival } from '#shared/ipc/arrivals.ts';
import type { ReadDb, WriteDb } from '../database.ts';

/** Keeps what arrived and could not be read, with the reason: nothing that was received is thrown away. */
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
  tx.run(
    `INSERT INTO unreadable_envelopes (stream_number, envelope_id, from_bureau, reason, envelope, at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (stream_number) DO NOTHING`,
    [row.streamNumber, row.envelopeId, row.fromBureau, row.reason, row.envelope, row.at],
  );
}

export interface KeptEnvelope {
  readonly streamNumber: number;
  readonly reason: string;
  /** JSON, as it arrived. */
  readonly envelope: string;
}

/** What was kept for one of these reasons, in the order in which it arrived. */
export function keptEnvelopes(db: ReadDb, reasons: readonly string[]): KeptEnvelope[] {
  return db.all<KeptEnvelope>(
    `SELECT stream_number AS streamNumber, reason, envelope FROM unreadable_envelopes
     WHERE reason IN (SELECT value FROM json_each(?)) ORDER BY stream_number`,
    [JSON.stringify(reasons)],
  );
}

export function countKeptEnvelopes(db: ReadDb, reason: string): number {
  const row = db.get<{ n: number }>('SELECT count(*) AS n FROM unreadable_envelopes WHERE reason = ?', [reason]);
  return row?.n ?? 0;
}

/** What nobody has dealt with yet, the latest first; but for what waits for one of these reasons. */
export function unsettledArrivals(db: ReadDb, butFor: readonly string[]): UnreadArrival[] {
  return db.all<UnreadArrival>(
    `SELECT stream_number AS number, from_bureau AS "from", reason, envelope ->> '$.kind' AS kind, envelope ->> '$.priority' AS priority, at
     FROM unreadable_envelopes WHERE settled_at IS NULL AND reason NOT IN (SELECT value FROM json_each(?))
     ORDER BY stream_number DESC`,
    [JSON.stringify(butFor)],
  );
}

/** A person has dealt with it. Returns whether there was anything to deal with. */
export function settleArrival(tx: WriteDb, streamNumber: number, at: number, by: string): boolean {
  const sql =
    'UPDATE unreadable_envelopes SET settled_at = ?, settled_by = ? WHERE stream_number = ? AND settled_at IS NULL';
  return tx.run(sql, [at, by, streamNumber]) > 0;
}

/** It could be read after all, and stands where it belongs. */
export function forgetKept(tx: WriteDb, streamNumber: number): void {
  tx.run('DELETE FROM unreadable_envelopes WHERE stream_number = ?', [streamNumber]);
}
