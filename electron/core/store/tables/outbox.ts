import type { DeliveryState } from '#shared/domain/delivery-state.ts';
import type { MessagePriority } from '#shared/domain/message-priority.ts';
import type { OutboxItem } from '#shared/ipc/outbox.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import type { ReadDb, WriteDb } from '../database.ts';
import { idsOfTheTimeOf } from './time-of-id.ts';

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
  /** The last bundle it was written into, and when; null = none. */
  readonly carriedBundle: number | null;
  readonly carriedAt: number | null;
  /** When its number was taken back although the hub may have what bore it; null = it was not. */
  readonly takenBackAt: number | null;
  readonly updatedAt: number;
  /** Held back by a person. */
  readonly pausedAt: number | null;
  readonly pausedBy: string | null;
}

type Stored = Omit<OutboxRecord, 'to'> & { readonly to: string };

const COLUMNS = `id, kind, ref_id AS refId, case_id AS caseId, title, to_bureaus AS "to", priority, state, queued_at AS queuedAt,
  queued_by AS queuedBy, attempts, next_attempt_at AS nextAttemptAt, envelope_id AS envelopeId, sequence, envelope, receipt, body,
  problem_code AS problemCode, problem_detail AS problemDetail, sent_at AS sentAt, carried_bundle AS carriedBundle, carried_at AS carriedAt,
  taken_back_at AS takenBackAt, updated_at AS updatedAt, paused_at AS pausedAt, paused_by AS pausedBy`;

const fromStored = (row: Stored): OutboxRecord => ({ ...row, to: JSON.parse(row.to) as string[] });

/** Urgent before routine, then in the order in which they were queued: by the row's number, because clocks order nothing. */
const IN_ORDER = "ORDER BY CASE priority WHEN 'urgent' THEN 0 ELSE 1 END, rowid";

/**
 * No try is put off for longer (ms). What is further away was put off by a clock that has been set since, and is due; the parameters
 * are now, and now once more.
 */
export const LONGEST_PUT_OFF_MS = 60 * 60_000;
const IS_DUE = `(next_attempt_at IS NULL OR next_attempt_at <= ? OR next_attempt_at > ? + ${LONGEST_PUT_OFF_MS})`;

/** Whether a moment to try again is still to come; see LONGEST_PUT_OFF_MS. */
export const isPutOff = (nextAttemptAt: number | null, now: number): boolean =>
  nextAttemptAt !== null && nextAttemptAt > now && nextAttemptAt <= now + LONGEST_PUT_OFF_MS;

/** How many rows are read at a time where one goes through the queue. */
const PAGE = 100;

export type NewOutboxItem = Pick<
  OutboxRecord,
  'id' | 'kind' | 'refId' | 'caseId' | 'title' | 'to' | 'priority' | 'queuedAt' | 'queuedBy' | 'envelopeId' | 'body'
> & {
  /** It leaves no sooner. */
  readonly notBefore?: number | null;
};

/** Queues an item, waiting. */
export function appendOutboxItem(tx: WriteDb, item: NewOutboxItem): void {
  tx.run(
    `INSERT INTO outbox (id, kind, ref_id, case_id, title, to_bureaus, priority, state, queued_at, queued_by, attempts, envelope_id, body,
       updated_at, next_attempt_at) VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?, 0, ?, ?, ?, ?)`,
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
      item.notBefore ?? null,
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

/** What has not left, and whose envelope has an identifier of the same millisecond. */
export function unsentOfTheTimeOf(db: ReadDb, envelopeId: string): OutboxRecord[] {
  return db
    .all<Stored>(
      `SELECT ${COLUMNS} FROM outbox WHERE envelope_id BETWEEN ? AND ?
         AND state IN ('waiting', 'sending', 'needs-attention', 'withdrawn') ORDER BY rowid`,
      idsOfTheTimeOf(envelopeId),
    )
    .map(fromStored);
}

/** What the sender of a message is to be told of it, and is not on its way yet. */
export function waitingReceiptsOf(db: ReadDb, messageId: string): OutboxRecord[] {
  return db
    .all<Stored>(
      `SELECT ${COLUMNS} FROM outbox WHERE ref_id = ? AND kind = 'receipt' AND state = 'waiting' AND envelope IS NULL`,
      [messageId],
    )
    .map(fromStored);
}

/** What still occupies the outbox, in the order in which it goes. */
export function pendingOutboxItems(db: ReadDb): OutboxRecord[] {
  return db
    .all<Stored>(`SELECT ${COLUMNS} FROM outbox WHERE state IN ('waiting', 'sending', 'needs-attention') ${IN_ORDER}`)
    .map(fromStored);
}

/**
 * What may leave now, the next first: waiting, without an envelope yet, held back neither by a person nor until later. Read as far as
 * the caller goes; it may write meanwhile.
 * @param onlyUrgent whether routine items stay
 */
export function* dueOutboxItems(db: ReadDb, now: number, onlyUrgent: boolean): Generator<OutboxRecord> {
  yield* dueOfPriority(db, now, 'urgent');
  if (!onlyUrgent) yield* dueOfPriority(db, now, 'routine');
}

function* dueOfPriority(db: ReadDb, now: number, priority: MessagePriority): Generator<OutboxRecord> {
  for (let after = 0; ; ) {
    const rows = db.all<Stored & { readonly place: number }>(
      `SELECT rowid AS place, ${COLUMNS} FROM outbox
       WHERE state = 'waiting' AND priority = ? AND rowid > ? AND envelope IS NULL AND paused_at IS NULL AND ${IS_DUE}
       ORDER BY rowid LIMIT ${PAGE}`,
      [priority, after, now, now],
    );
    for (const { place, ...row } of rows) {
      after = place;
      yield fromStored(row);
    }
    if (rows.length < PAGE) return;
  }
}

/** Whether anything is to leave at all, now or later: most of the time nothing is, and nothing more need be asked. */
export function isAnythingToLeave(db: ReadDb): boolean {
  return db.get("SELECT 1 FROM outbox WHERE state IN ('waiting', 'sending') LIMIT 1") !== undefined;
}

/**
 * The check that may be asked now, and was asked the least: one that gets no answer is due again before the others have had their turn. Somebody
 * waits for every one of them, so that none is more urgent than another.
 */
export function nextDueCheck(db: ReadDb, now: number): OutboxRecord | null {
  const row = db.get<Stored>(
    `SELECT ${COLUMNS} FROM outbox WHERE kind = 'check' AND state = 'waiting' AND paused_at IS NULL AND ${IS_DUE}
     ORDER BY attempts, rowid LIMIT 1`,
    [now, now],
  );
  return row ? fromStored(row) : null;
}

/** Whether the line broke while something was being sent. */
export function isAnythingBeingSent(db: ReadDb): boolean {
  return db.get("SELECT 1 FROM outbox WHERE state = 'sending' LIMIT 1") !== undefined;
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

/** All of them, by id alone: an outbox of thirty days need not be in memory at once. */
export function numberedOutboxIds(db: ReadDb): string[] {
  return db
    .all<{ id: string }>(
      "SELECT id FROM outbox WHERE envelope IS NOT NULL AND state IN ('waiting', 'sending') ORDER BY sequence",
    )
    .map(({ id }) => id);
}

/** Whether an envelope with this number or a later one has been written into a bundle: whether the hub has it is not known here. */
export function isCarriedSince(db: ReadDb, sequence: number): boolean {
  const sql =
    'SELECT 1 FROM outbox WHERE envelope IS NOT NULL AND carried_bundle IS NOT NULL AND sequence >= ? LIMIT 1';
  return db.get(sql, [sequence]) !== undefined;
}

/**
 * Those with later numbers lose them, and their envelopes.
 * @param mayBeOut whether the hub may have decided about some of them, as it has not told yet
 */
export function releaseNumbersAfter(tx: WriteDb, sequence: number, mayBeOut: boolean, now: number): void {
  tx.run(
    `UPDATE outbox SET state = 'waiting', envelope = NULL, sequence = NULL, next_attempt_at = NULL, updated_at = ?,
                       taken_back_at = iif(?, ?, taken_back_at)
     WHERE envelope IS NOT NULL AND state IN ('waiting', 'sending') AND sequence > ?`,
    [now, mayBeOut ? 1 : 0, now, sequence],
  );
}

/** Everything that left, or is to leave, under this number or a later one, in the order of the numbers. */
export function outboxItemsFrom(db: ReadDb, sequence: number): OutboxRecord[] {
  return db
    .all<Stored>(`SELECT ${COLUMNS} FROM outbox WHERE sequence >= ? ORDER BY sequence`, [sequence])
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

/** When the earliest of the items that were put off until later than `after` may be tried again; null = none was. */
export function earliestNextAttempt(db: ReadDb, after: number): number | null {
  const row = db.get<{ at: number | null }>(
    "SELECT min(next_attempt_at) AS at FROM outbox WHERE state = 'waiting' AND paused_at IS NULL AND next_attempt_at > ?",
    [after],
  );
  return row?.at ?? null;
}

/** Nothing that waits is put off any longer, in the caller's transaction. */
export function makeAllDue(tx: WriteDb): void {
  tx.run("UPDATE outbox SET next_attempt_at = NULL WHERE state = 'waiting' AND next_attempt_at IS NOT NULL");
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
  carriedBundle: 'carried_bundle',
  carriedAt: 'carried_at',
  takenBackAt: 'taken_back_at',
  pausedAt: 'paused_at',
  pausedBy: 'paused_by',
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
