import type { DeliveryState } from '#shared/domain/delivery-state.ts';
import type { MessagePriority } from '#shared/domain/message-priority.ts';
import type { OutboxItem } from '#shared/ipc/outbox.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import type { ReadDb, WriteDb } from '../database.ts';

/** What has to leave this workstation. Written in the transaction of what it carries; left only by a receipt or a named person. */
export interface OutboxRecord {
  /** Of a message and of a check the id of what it carries; of a receipt its own. */
  readonly id: string;
  readonly kind: OutboxItem['kind'];
  /** The message, the check, or the message the receipt is for. */
  readonly refId: string;
  readonly caseId: CaseId | null;
  readonly title: string;
  /** Codes of bureaus; empty for what goes to the hub itself. */
  readonly to: readonly string[];
  readonly priority: MessagePriority;
  readonly state: DeliveryState;
  readonly queuedAt: number;
  readonly queuedBy: string;
  readonly attempts: number;
  readonly nextAttemptAt: number | null;
  /** The envelope it leaves in: a refused one has used its id up, so another try gets another. Null where none is needed. */
  readonly envelopeId: string | null;
  readonly sequence: number | null;
  /** The sealed envelope (JSON), once made: the same bytes are offered until the hub has decided. */
  readonly envelope: string | null;
  /** The hub's receipt (JSON). */
  readonly receipt: string | null;
  /** What is to be sealed (JSON, shared/protocol): a message without its attachments, or a message receipt. */
  readonly body: string | null;
  readonly problemCode: string | null;
  readonly problemDetail: string | null;
  readonly sentAt: number | null;
  readonly updatedAt: number;
}

type Stored = Omit<OutboxRecord, 'to'> & { readonly to: string };

const COLUMNS = `id, kind, ref_id AS refId, case_id AS caseId, title, to_bureaus AS "to", priority, state, queued_at AS queuedAt,
  queued_by AS queuedBy, attempts, next_attempt_at AS nextAttemptAt, envelope_id AS envelopeId, sequence, envelope, receipt, body,
  problem_code AS problemCode, problem_detail AS problemDetail, sent_at AS sentAt, updated_at AS updatedAt`;

const fromStored = (row: Stored): OutboxRecord => ({ ...row, to: JSON.parse(row.to) as string[] });

/** Urgent before routine, then in the order in which they were queued. */
const IN_ORDER = "ORDER BY CASE priority WHEN 'urgent' THEN 0 ELSE 1 END, queued_at, id";

export type NewOutboxItem = Pick<
  OutboxRecord,
  'id' | 'kind' | 'refId' | 'caseId' | 'title' | 'to' | 'priority' | 'queuedAt' | 'queuedBy' | 'envelopeId' | 'body'
>;

/** Queues an item, waiting. */
export function appendOutboxItem(tx: WriteDb, item: NewOutboxItem): void {
  tx.run(
    `INSERT INTO outbox (id, kind, ref_id, case_id, title, to_bureaus, priority, state, queued_at, queued_by, attempts, envelope_id, body,
       updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?, 0, ?, ?, ?)`,
    [
      item.id,
      item.kind,
      item.refId,
      item.caseId,
      item.title,
      JSON.stringify(item.to),
      item.priority,
      item.queuedAt,
      item.queuedBy,
      item.envelopeId,
      item.body,
      item.queuedAt,
    ],
  );
}

export function outboxItemById(db: ReadDb, id: string): OutboxRecord | null {
  const row = db.get<Stored>(`SELECT ${COLUMNS} FROM outbox WHERE id = ?`, [id]);
  return row ? fromStored(row) : null;
}

export function outboxItemByEnvelope(db: ReadDb, envelopeId: string): OutboxRecord | null {
  const row = db.get<Stored>(`SELECT ${COLUMNS} FROM outbox WHERE envelope_id = ?`, [envelopeId]);
  return row ? fromStored(row) : null;
}

/** What still occupies the outbox, in the order in which it goes. */
export function pendingOutboxItems(db: ReadDb): OutboxRecord[] {
  return db
    .all<Stored>(`SELECT ${COLUMNS} FROM outbox WHERE state IN ('waiting', 'sending', 'needs-attention') ${IN_ORDER}`)
    .map(fromStored);
}

/** What the machine may send now: waiting, and not held back until later. The next first. */
export function dueOutboxItems(db: ReadDb, now: number, limit: number): OutboxRecord[] {
  return db
    .all<Stored>(
      `SELECT ${COLUMNS} FROM outbox WHERE state = 'waiting' AND (next_attempt_at IS NULL OR next_attempt_at <= ?) ${IN_ORDER} LIMIT ?`,
      [now, limit],
    )
    .map(fromStored);
}

/** Envelopes that have their sequence number and no decision yet, in the order of their numbers. */
export function numberedOutboxItems(db: ReadDb, limit: number): OutboxRecord[] {
  return db
    .all<Stored>(
      `SELECT ${COLUMNS} FROM outbox WHERE envelope IS NOT NULL AND state IN ('waiting', 'sending') ORDER BY sequence LIMIT ?`,
      [limit],
    )
    .map(fromStored);
}

/** What was being sent when the line broke waits again, its envelope and its number kept. */
export function returnSendingToWaiting(tx: WriteDb, now: number): void {
  tx.run("UPDATE outbox SET state = 'waiting', updated_at = ? WHERE state = 'sending'", [now]);
}

/** These envelopes are being offered. */
export function markSending(tx: WriteDb, ids: readonly string[], now: number): void {
  tx.run(
    "UPDATE outbox SET state = 'sending', updated_at = ? WHERE state = 'waiting' AND id IN (SELECT value FROM json_each(?))",
    [now, JSON.stringify(ids)],
  );
}

/** When the earliest item that was put off may be tried again; null = none was put off. */
export function earliestNextAttempt(db: ReadDb): number | null {
  const row = db.get<{ at: number | null }>("SELECT min(next_attempt_at) AS at FROM outbox WHERE state = 'waiting'");
  return row?.at ?? null;
}

/** What left the outbox since a moment, the latest first. */
export function finishedOutboxItems(db: ReadDb, since: number, limit: number): OutboxRecord[] {
  return db
    .all<Stored>(
      `SELECT ${COLUMNS} FROM outbox WHERE state IN ('sent', 'delivered', 'read', 'withdrawn') AND updated_at >= ?
       ORDER BY updated_at DESC, id DESC LIMIT ?`,
      [since, limit],
    )
    .map(fromStored);
}

export type OutboxChange = Partial<Omit<OutboxRecord, keyof NewOutboxItem | 'updatedAt'>> & {
  readonly envelopeId?: string | null;
  readonly body?: string | null;
  readonly to?: readonly string[];
};

const columnOf: Record<keyof OutboxChange, string> = {
  state: 'state',
  attempts: 'attempts',
  nextAttemptAt: 'next_attempt_at',
  envelopeId: 'envelope_id',
  sequence: 'sequence',
  envelope: 'envelope',
  receipt: 'receipt',
  problemCode: 'problem_code',
  problemDetail: 'problem_detail',
  sentAt: 'sent_at',
  body: 'body',
  to: 'to_bureaus',
};

/** Writes what changed of an item; which state may follow which stands in shared/domain/delivery-state.ts. */
export function updateOutboxItem(tx: WriteDb, id: string, change: OutboxChange, now: number): void {
  const names = (Object.keys(columnOf) as (keyof OutboxChange)[]).filter((name) => change[name] !== undefined);
  const assignments = names.map((name) => `${columnOf[name]} = ?`);
  const values = names.map((name) => (name === 'to' ? JSON.stringify(change.to) : (change[name] ?? null)));
  tx.run(`UPDATE outbox SET ${[...assignments, 'updated_at = ?'].join(', ')} WHERE id = ?`, [...values, now, id]);
}

export function setCaseOfOutboxItems(tx: WriteDb, refIds: readonly string[], caseId: CaseId): void {
  tx.run('UPDATE outbox SET case_id = ? WHERE ref_id IN (SELECT value FROM json_each(?))', [
    caseId,
    JSON.stringify(refIds),
  ]);
}

export interface OutboxCounts {
  /** Not yet taken over by the hub, and in no need of a person. */
  readonly waiting: number;
  readonly urgentWaiting: number;
  readonly needsAttention: number;
}

export function countOutbox(db: ReadDb): OutboxCounts {
  const counts = db.get<OutboxCounts>(
    `SELECT coalesce(sum(state <> 'needs-attention'), 0) AS waiting,
            coalesce(sum(state <> 'needs-attention' AND priority = 'urgent'), 0) AS urgentWaiting,
            coalesce(sum(state = 'needs-attention'), 0) AS needsAttention
     FROM outbox WHERE state IN ('waiting', 'sending', 'needs-attention')`,
  );
  return counts ?? { waiting: 0, urgentWaiting: 0, needsAttention: 0 };
}
