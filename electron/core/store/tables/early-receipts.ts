import type { ReadDb, WriteDb } from '../database.ts';
import { idsOfTheTimeOf } from './time-of-id.ts';

/** What a bureau said of a message that is not here yet. */
export interface EarlyReceipt {
  readonly envelopeId: string;
  readonly from: string;
  readonly state: string;
  /** As it came (JSON, shared/protocol/message-receipt-body.ts). */
  readonly receipt: string;
}

/** For messages whose envelopes have identifiers of the same millisecond as one, in the order in which they came. */
export function earlyReceiptsOfTheTimeOf(db: ReadDb, envelopeId: string): EarlyReceipt[] {
  return db.all<EarlyReceipt>(
    `SELECT envelope_id AS envelopeId, from_bureau AS "from", state, receipt FROM early_receipts
     WHERE envelope_id BETWEEN ? AND ? ORDER BY id`,
    idsOfTheTimeOf(envelopeId),
  );
}

/**
 * The same once more is one.
 * @param most how many of this bureau are kept, the latest
 */
export function insertEarlyReceipt(
  tx: WriteDb,
  { envelopeId, from, state, receipt }: EarlyReceipt,
  most: number,
): void {
  tx.run(
    'INSERT INTO early_receipts (envelope_id, from_bureau, state, receipt) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    [envelopeId, from, state, receipt],
  );
  tx.run(
    `DELETE FROM early_receipts WHERE from_bureau = ? AND id <=
       (SELECT id FROM early_receipts WHERE from_bureau = ? ORDER BY id DESC LIMIT 1 OFFSET ?)`,
    [from, from, most],
  );
}

export function deleteEarlyReceipts(tx: WriteDb, envelopeId: string): void {
  tx.run('DELETE FROM early_receipts WHERE envelope_id = ?', [envelopeId]);
}
