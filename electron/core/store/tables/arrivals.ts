import type { SharedKind } from '#shared/domain/field-changes/shared-fields.ts';
import type { ReadDb, WriteDb } from '../database.ts';

/** Something that the bureau's stream brought: a message, what became of one, a record or one edit of a field. */
export interface Arrival {
  /** Of the envelope of a message or of a receipt, of the entry or of the edit. */
  readonly id: string;
  readonly kind: SharedKind | 'change' | 'receipt';
  /** The record it is about; of most the same as its id. */
  readonly refId: string;
}

export type PlacedArrival = Arrival & { readonly streamNumber: number };
/** Of what an envelope brings, all has one number. */
export type Place = Pick<PlacedArrival, 'streamNumber' | 'id'>;
export const BEGINNING: Place = { streamNumber: 0, id: '' };

/** Stream numbers back of which it is known what came. A back-up of the hub that is older than that is past all use. */
const KEPT = 20_000;

/** Takes down what came under a number, in the caller's transaction; what comes once more is not lost. */
export function noteArrival(tx: WriteDb, { id, kind, refId }: Arrival, streamNumber: number): void {
  tx.run(
    `INSERT INTO arrivals (id, kind, ref_id, stream_number, lost) VALUES (?, ?, ?, ?, 0)
     ON CONFLICT (id) DO UPDATE SET stream_number = excluded.stream_number, lost = 0`,
    [id, kind, refId, streamNumber],
  );
}

/** The hub has lost what it brought after a number, in the caller's transaction: it was put back to a back-up. */
export function noteLostAfter(tx: WriteDb, streamNumber: number): void {
  tx.run('UPDATE arrivals SET lost = 1 WHERE stream_number > ?', [streamNumber]);
}

/** The same of one thing that was read only afterwards. */
export function noteLost(tx: WriteDb, id: string): void {
  tx.run('UPDATE arrivals SET lost = 1 WHERE id = ?', [id]);
}

/** What the hub has lost and has not brought again, in the order in which it came, behind the place of another. */
export const lostArrivals = (db: ReadDb, limit: number, after: Place = BEGINNING): PlacedArrival[] =>
  db.all(
    `SELECT id, kind, ref_id AS refId, stream_number AS streamNumber FROM arrivals
     WHERE lost = 1 AND (stream_number, id) > (?, ?) ORDER BY stream_number, id LIMIT ?`,
    [after.streamNumber, after.id, limit],
  );

/** Something is done about it, in the caller's transaction. */
export function settleLost(tx: WriteDb, id: string): void {
  tx.run('UPDATE arrivals SET lost = 0 WHERE id = ?', [id]);
}

/** Whether the stream brought it, and the hub still has it. */
export const hasArrived = (db: ReadDb, id: string): boolean =>
  db.get('SELECT 1 FROM arrivals WHERE id = ? AND lost = 0', [id]) !== undefined;

/** Lets go of what came so long ago that the hub will not lose it any more, in the caller's transaction. */
export function forgetOldArrivals(tx: WriteDb, streamNumber: number): void {
  tx.run('DELETE FROM arrivals WHERE stream_number <= ? AND lost = 0', [streamNumber - KEPT]);
}
