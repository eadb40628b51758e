import type { DeliveryState } from '#shared/domain/delivery-state.ts';
import type { ReadDb, WriteDb } from '../database.ts';

/** How far a message has come with one addressee. Until a bureau says something itself, its state is that of the outbox. */
export interface RecipientRecord {
  readonly bureau: string;
  readonly state: DeliveryState;
  readonly deliveredAt: number | null;
  readonly readAt: number | null;
}

const COLUMNS = 'bureau, state, delivered_at AS deliveredAt, read_at AS readAt';

export function recipientsOf(db: ReadDb, messageId: string): RecipientRecord[] {
  return db.all<RecipientRecord>(`SELECT ${COLUMNS} FROM message_recipients WHERE message_id = ? ORDER BY bureau`, [
    messageId,
  ]);
}

export function recipientOf(db: ReadDb, messageId: string, bureau: string): RecipientRecord | null {
  return (
    db.get<RecipientRecord>(`SELECT ${COLUMNS} FROM message_recipients WHERE message_id = ? AND bureau = ?`, [
      messageId,
      bureau,
    ]) ?? null
  );
}

export function insertRecipients(
  tx: WriteDb,
  messageId: string,
  bureaus: readonly string[],
  state: DeliveryState,
): void {
  for (const bureau of bureaus) {
    tx.run('INSERT INTO message_recipients (message_id, bureau, state) VALUES (?, ?, ?)', [messageId, bureau, state]);
  }
}

export function updateRecipient(tx: WriteDb, messageId: string, recipient: RecipientRecord): void {
  tx.run('UPDATE message_recipients SET state = ?, delivered_at = ?, read_at = ? WHERE message_id = ? AND bureau = ?', [
    recipient.state,
    recipient.deliveredAt,
    recipient.readAt,
    messageId,
    recipient.bureau,
  ]);
}
