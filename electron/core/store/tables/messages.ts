import type { HandlingCode } from '#shared/domain/handling-code.ts';
import type { Marking } from '#shared/domain/marking.ts';
import type { MessagePriority } from '#shared/domain/message-priority.ts';
import type { Purpose } from '#shared/domain/purpose.ts';
import type { CaseId, MessageId } from '#shared/lib/ids.ts';
import type { MessageSubject } from '#shared/protocol/message-body.ts';
import type { ReadDb, SqlValue, WriteDb } from '../database.ts';
import { MATCHING_IDS, matchParams } from './search.ts';
import { idsOfTheTimeOf } from './time-of-id.ts';

export interface MessageRecord {
  /** Of a message that arrived: the id of the envelope that brought it. */
  readonly id: MessageId;
  readonly conversationId: MessageId;
  readonly inReplyTo: MessageId | null;
  readonly direction: 'in' | 'out';
  readonly caseId: CaseId | null;
  readonly from: string;
  readonly author: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly body: string;
  readonly priority: MessagePriority;
  readonly handling: HandlingCode;
  readonly marking: Marking;
  readonly purpose: Purpose;
  readonly answerBy: number | null;
  readonly senderReference: string | null;
  /** Persons, documents and vehicles as they stood when it was sent. */
  readonly subjects: readonly MessageSubject[];
  readonly at: number;
  readonly readAt: number | null;
  readonly answeredAt: number | null;
  /** What its author filled in (JSON), to be edited and sent again; only of what was written here. */
  readonly draft: string | null;
  /** Its place in the bureau's stream, once the hub has it. */
  readonly streamNumber: number | null;
  /** Reference of its case; read only. */
  readonly caseReference: string | null;
}

type Stored = Omit<MessageRecord, 'to' | 'subjects'> & { readonly to: string; readonly subjects: string };

const COLUMNS = `m.id, m.conversation_id AS conversationId, m.in_reply_to AS inReplyTo, m.direction, m.case_id AS caseId,
  m.from_bureau AS "from", m.author, m.to_bureaus AS "to", m.subject, m.body, m.priority, m.handling, m.marking, m.purpose,
  m.answer_by AS answerBy, m.sender_reference AS senderReference, m.subjects, m.at, m.read_at AS readAt, m.answered_at AS answeredAt,
  m.draft, m.stream_number AS streamNumber, c.reference AS caseReference`;
const TABLES = 'messages m LEFT JOIN cases c ON c.id = m.case_id';

const fromStored = (row: Stored): MessageRecord => ({
  ...row,
  to: JSON.parse(row.to) as string[],
  subjects: JSON.parse(row.subjects) as MessageSubject[],
});

export function messageById(db: ReadDb, id: string): MessageRecord | null {
  const row = db.get<Stored>(`SELECT ${COLUMNS} FROM ${TABLES} WHERE m.id = ?`, [id]);
  return row ? fromStored(row) : null;
}

/** More have one millisecond only where somebody means ill: to go through all of them would take ever longer. */
const MOST_AT_ONE_TIME = 50;

/** Identifiers of messages that are of the same millisecond as one. */
export function messageIdsOfTheTimeOf(db: ReadDb, id: string): string[] {
  const sql = `SELECT id FROM messages WHERE id BETWEEN ? AND ? ORDER BY rowid LIMIT ${MOST_AT_ONE_TIME}`;
  return db.all<{ id: string }>(sql, idsOfTheTimeOf(id)).map((row) => row.id);
}

/** The oldest first. */
export function messagesOfConversation(db: ReadDb, conversationId: string): MessageRecord[] {
  return db
    .all<Stored>(`SELECT ${COLUMNS} FROM ${TABLES} WHERE m.conversation_id = ? ORDER BY m.at, m.id`, [conversationId])
    .map(fromStored);
}

export function insertMessage(tx: WriteDb, message: Omit<MessageRecord, 'caseReference'>): void {
  tx.run(
    `INSERT INTO messages (id, conversation_id, in_reply_to, direction, case_id, from_bureau, author, to_bureaus, subject, body, priority,
       handling, marking, purpose, answer_by, sender_reference, subjects, at, read_at, answered_at, draft, stream_number)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      message.id,
      message.conversationId,
      message.inReplyTo,
      message.direction,
      message.caseId,
      message.from,
      message.author,
      JSON.stringify(message.to),
      message.subject,
      message.body,
      message.priority,
      message.handling,
      message.marking,
      message.purpose,
      message.answerBy,
      message.senderReference,
      JSON.stringify(message.subjects),
      message.at,
      message.readAt,
      message.answeredAt,
      message.draft,
      message.streamNumber,
    ],
  );
}

/** What the hub has had, behind a row: as much as is handed over at once, in the order in which it was written down here. */
export function messagesInStream(db: ReadDb, after: number, limit: number): { id: MessageId; row: number }[] {
  return db.all(
    'SELECT id, rowid AS row FROM messages WHERE rowid > ? AND stream_number IS NOT NULL ORDER BY rowid LIMIT ?',
    [after, limit],
  );
}

export function setMessageStreamNumber(tx: WriteDb, id: string, streamNumber: number): void {
  tx.run('UPDATE messages SET stream_number = ? WHERE id = ?', [streamNumber, id]);
}

export function setMessageRead(tx: WriteDb, id: string, at: number): void {
  tx.run('UPDATE messages SET read_at = ? WHERE id = ? AND read_at IS NULL', [at, id]);
}

/** The first answer counts. */
export function setMessageAnswered(tx: WriteDb, id: string, at: number): void {
  tx.run('UPDATE messages SET answered_at = ? WHERE id = ? AND answered_at IS NULL', [at, id]);
}

/** The case a conversation stands in. */
export function caseOfConversation(db: ReadDb, conversationId: string): CaseId | null {
  const row = db.get<{ caseId: CaseId }>(
    'SELECT case_id AS caseId FROM messages WHERE conversation_id = ? AND case_id IS NOT NULL ORDER BY at DESC, id DESC LIMIT 1',
    [conversationId],
  );
  return row?.caseId ?? null;
}

/** Every place that messages of a conversation have; null is one too. */
export function casesOfConversation(db: ReadDb, conversationId: string): (CaseId | null)[] {
  return db
    .all<{ caseId: CaseId | null }>(
      'SELECT DISTINCT case_id AS caseId FROM messages WHERE conversation_id = ? ORDER BY case_id',
      [conversationId],
    )
    .map(({ caseId }) => caseId);
}

/** Messages that stand in a case of which the bureau's other workstations have had no word, behind a row. */
export function messagesOfUnsaidPlace(
  db: ReadDb,
  after: number,
  limit: number,
): { readonly conversationId: string; readonly row: number }[] {
  return db.all(
    `SELECT m.conversation_id AS conversationId, m.rowid AS row FROM messages m
     WHERE m.rowid > ? AND m.case_id IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM record_changes c WHERE c.record_id = m.conversation_id AND c.field = 'caseId')
       AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.id = m.id AND o.state = 'withdrawn')
     ORDER BY m.rowid LIMIT ?`,
    [after, limit],
  );
}

export function conversationsOfCase(db: ReadDb, caseId: string): string[] {
  const sql = 'SELECT DISTINCT conversation_id AS id FROM messages WHERE case_id = ? ORDER BY id';
  return db.all<{ id: string }>(sql, [caseId]).map(({ id }) => id);
}

/** Puts all messages of a conversation into a case. */
export function setCaseOfConversation(tx: WriteDb, conversationId: string, caseId: CaseId): void {
  tx.run('UPDATE messages SET case_id = ? WHERE conversation_id = ?', [caseId, conversationId]);
}

/** The answer was withdrawn before it left: unless another one stands, the request waits again. */
export function reopenRequest(tx: WriteDb, id: string): void {
  tx.run(
    `UPDATE messages SET answered_at = NULL WHERE id = ? AND NOT EXISTS (
       SELECT 1 FROM messages answer LEFT JOIN outbox o ON o.id = answer.id
       WHERE answer.in_reply_to = messages.id AND coalesce(o.state, 'sent') <> 'withdrawn')`,
    [id],
  );
}

/** What arrived and waits for an answer: a request, or an answer that asks for one itself. */
const IS_OPEN_REQUEST =
  "m.direction = 'in' AND m.answered_at IS NULL AND (m.in_reply_to IS NULL OR m.answer_by IS NOT NULL)";

export interface MessageListFilter {
  readonly box: 'all' | 'inbox' | 'sent';
  /** An FTS4 expression, or null where nothing is searched for. */
  readonly match: string | null;
  readonly caseId: CaseId | null;
  readonly unanswered: boolean;
  readonly offset: number;
  readonly limit: number;
}

/** The newest first. */
export function listMessages(db: ReadDb, filter: MessageListFilter): { total: number; rows: MessageRecord[] } {
  const conditions: { sql: string; params: readonly SqlValue[] }[] = [];
  if (filter.box !== 'all')
    conditions.push({ sql: 'm.direction = ?', params: [filter.box === 'inbox' ? 'in' : 'out'] });
  if (filter.caseId !== null) conditions.push({ sql: 'm.case_id = ?', params: [filter.caseId] });
  if (filter.unanswered) conditions.push({ sql: IS_OPEN_REQUEST, params: [] });
  if (filter.match !== null) {
    conditions.push({ sql: `m.id IN (${MATCHING_IDS})`, params: matchParams('message', filter.match) });
  }
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`;
  const params = conditions.flatMap((condition) => condition.params);
  const total = db.get<{ total: number }>(`SELECT count(*) AS total FROM messages m ${where}`, params)?.total ?? 0;
  const rows = db.all<Stored>(
    `SELECT ${COLUMNS} FROM ${TABLES} ${where} ORDER BY m.at DESC, m.id DESC LIMIT ? OFFSET ?`,
    [...params, filter.limit, filter.offset],
  );
  return { total, rows: rows.map(fromStored) };
}

/** Requests that arrived and wait for an answer: first those with the earliest time to answer. */
export function unansweredRequests(db: ReadDb, limit: number): MessageRecord[] {
  return db
    .all<Stored>(
      `SELECT ${COLUMNS} FROM ${TABLES}
       WHERE ${IS_OPEN_REQUEST}
       ORDER BY m.answer_by IS NULL, m.answer_by, m.at DESC LIMIT ?`,
      [limit],
    )
    .map(fromStored);
}

/** Answers that arrived and that nobody has opened, the newest first. */
export function unreadAnswers(db: ReadDb, limit: number): MessageRecord[] {
  return db
    .all<Stored>(
      `SELECT ${COLUMNS} FROM ${TABLES} WHERE m.direction = 'in' AND m.in_reply_to IS NOT NULL AND m.read_at IS NULL
       ORDER BY m.at DESC LIMIT ?`,
      [limit],
    )
    .map(fromStored);
}
