import type { DeliveryState } from '#shared/domain/delivery-state.ts';
import type { MessagePriority } from '#shared/domain/message-priority.ts';
import type { ReadDb, WriteDb } from '../database.ts';

/** An outbox item as the synchronisation sees it. */
export interface SendingItem {
  readonly id: string;
  readonly kind: 'message' | 'receipt' | 'check';
  readonly refId: string;
  readonly toBureaus: readonly string[];
  readonly priority: MessagePriority;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly envelopeId: string | null;
  readonly sequence: number | null;
  /** The signed envelope as it is offered, again and again the same bytes; null until its sequence number is given. */
  readonly envelope: string | null;
  /** JSON of what a receipt says. */
  readonly body: string | null;
}

interface Stored {
  readonly id: string;
  readonly kind: SendingItem['kind'];
  readonly ref_id: string;
  readonly to_bureaus: string;
  readonly priority: MessagePriority;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly envelope_id: string | null;
  readonly sequence: number | null;
  readonly envelope: string | null;
  readonly body: string | null;
}

const COLUMNS = 'id, kind, ref_id, to_bureaus, priority, state, attempts, envelope_id, sequence, envelope, body';
const URGENT_FIRST = "CASE priority WHEN 'urgent' THEN 0 ELSE 1 END, queued_at, id";

const fromStored = (row: Stored): SendingItem => ({
  id: row.id,
  kind: row.kind,
  refId: row.ref_id,
  toBureaus: JSON.parse(row.to_bureaus) as string[],
  priority: row.priority,
  state: row.state,
  attempts: row.attempts,
  envelopeId: row.envelope_id,
  sequence: row.sequence,
  envelope: row.envelope,
  body: row.body,
});

/** Envelopes that have their sequence number and no decision yet, in the order of their numbers. */
export function envelopesUnderWay(db: ReadDb, limit: number): SendingItem[] {
  return db
    .all<Stored>(
      `SELECT ${COLUMNS} FROM outbox WHERE envelope IS NOT NULL AND state IN ('waiting', 'sending') ORDER BY sequence LIMIT ?`,
      [limit],
    )
    .map(fromStored);
}

/** Items of these kinds that wait for their turn, urgent ones first, then in the order in which they were queued. */
export function waitingItems(db: ReadDb, kinds: readonly SendingItem['kind'][], now: number): SendingItem[] {
  const wanted = kinds.map(() => '?').join(', ');
  return db
    .all<Stored>(
      `SELECT ${COLUMNS} FROM outbox
       WHERE state = 'waiting' AND envelope IS NULL AND kind IN (${wanted}) AND (next_attempt_at IS NULL OR next_attempt_at <= ?)
       ORDER BY ${URGENT_FIRST}`,
      [...kinds, now],
    )
    .map(fromStored);
}

/** Whether an earlier message of the same conversation has not left yet: it goes first. */
export function isBehindAnother(db: ReadDb, item: SendingItem): boolean {
  const row = db.get<{ one: number }>(
    `SELECT 1 AS one FROM outbox AS earlier
     JOIN messages AS theirs ON theirs.id = earlier.ref_id JOIN messages AS mine ON mine.id = ?
     WHERE earlier.kind = 'message' AND earlier.state = 'waiting' AND earlier.envelope IS NULL AND earlier.id <> ?
       AND theirs.conversation_id = mine.conversation_id AND theirs.id <> mine.id
       AND (theirs.at < mine.at OR (theirs.at = mine.at AND theirs.id < mine.id))
     LIMIT 1`,
    [item.refId, item.id],
  );
  return row !== undefined;
}

/** When the earliest item that was put off may be tried again; null = none was put off. */
export function nextAttemptAt(db: ReadDb): number | null {
  const row = db.get<{ at: number | null }>("SELECT min(next_attempt_at) AS at FROM outbox WHERE state = 'waiting'");
  return row?.at ?? null;
}

/** Gives an item its envelope. False when it no longer waits: somebody withdrew it meanwhile, and the number stays free. */
export function attachEnvelope(
  tx: WriteDb,
  id: string,
  made: { readonly envelopeId: string; readonly sequence: number; readonly envelope: string },
  now: number,
): boolean {
  return (
    tx.run(
      `UPDATE outbox SET state = 'sending', envelope_id = ?, sequence = ?, envelope = ?, attempts = attempts + 1, updated_at = ?
       WHERE id = ? AND state = 'waiting' AND envelope IS NULL`,
      [made.envelopeId, made.sequence, made.envelope, now, id],
    ) === 1
  );
}

export function putOff(tx: WriteDb, id: string, until: number, now: number): void {
  tx.run(
    "UPDATE outbox SET state = 'waiting', attempts = attempts + 1, next_attempt_at = ?, updated_at = ? WHERE id = ? AND state IN ('waiting', 'sending')",
    [until, now, id],
  );
}

/** The hub has it for good. */
export function markSent(tx: WriteDb, id: string, receipt: string, now: number): void {
  tx.run(
    `UPDATE outbox SET state = 'sent', receipt = ?, sent_at = ?, problem_code = NULL, problem_detail = NULL, next_attempt_at = NULL, updated_at = ?
     WHERE id = ? AND state IN ('waiting', 'sending')`,
    [receipt, now, now, id],
  );
}

/** It was refused, or cannot be made: it stays, with what happened, until a person decides. */
export function markProblem(tx: WriteDb, id: string, code: string, detail: string, now: number): void {
  tx.run(
    `UPDATE outbox SET state = 'needs-attention', problem_code = ?, problem_detail = ?, next_attempt_at = NULL, updated_at = ? WHERE id = ?`,
    [code, detail, now, id],
  );
}

/** The item that left under this envelope. */
export function itemByEnvelope(db: ReadDb, envelopeId: string): SendingItem | null {
  const row = db.get<Stored>(`SELECT ${COLUMNS} FROM outbox WHERE envelope_id = ?`, [envelopeId]);
  return row ? fromStored(row) : null;
}
