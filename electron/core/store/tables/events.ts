import type { EventKind, TimelineEvent } from '#shared/ipc/cases.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import type { ReadDb, WriteDb } from '../database.ts';

export interface EventRecord extends TimelineEvent {
  readonly caseId: CaseId;
}

export function insertEvent(tx: WriteDb, event: EventRecord): void {
  tx.run(
    'INSERT INTO events (id, case_id, at, actor, kind, subject_kind, subject_id, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    [
      event.id,
      event.caseId,
      event.at,
      event.actor,
      event.kind,
      event.subjectKind,
      event.subjectId,
      JSON.stringify(event.data),
    ],
  );
}

interface Stored {
  readonly id: TimelineEvent['id'];
  readonly at: number;
  readonly actor: string;
  readonly kind: EventKind;
  readonly subjectKind: string | null;
  readonly subjectId: string | null;
  readonly data: string;
}

/** A window of a case's timeline, newest first. */
export function eventsOfCase(db: ReadDb, caseId: CaseId, offset: number, limit: number): TimelineEvent[] {
  const rows = db.all<Stored>(
    `SELECT id, at, actor, kind, subject_kind AS subjectKind, subject_id AS subjectId, data FROM events
     WHERE case_id = ? ORDER BY at DESC, id DESC LIMIT ? OFFSET ?`,
    [caseId, limit, offset],
  );
  return rows.map((row) => ({ ...row, data: JSON.parse(row.data) as TimelineEvent['data'] }));
}

export function countEventsOfCase(db: ReadDb, caseId: CaseId): number {
  return db.get<{ total: number }>('SELECT count(*) AS total FROM events WHERE case_id = ?', [caseId])?.total ?? 0;
}

const COLUMNS = 'id, case_id AS caseId, at, actor, kind, subject_kind AS subjectKind, subject_id AS subjectId, data';
const withData = (row: Stored & { readonly caseId: CaseId }): EventRecord => ({
  ...row,
  data: JSON.parse(row.data) as TimelineEvent['data'],
});

export function eventById(db: ReadDb, id: string): EventRecord | null {
  const row = db.get<Stored & { readonly caseId: CaseId }>(`SELECT ${COLUMNS} FROM events WHERE id = ?`, [id]);
  return row ? withData(row) : null;
}

/** The entries of one kind about one thing: as a rule one at most. */
export function eventsAbout(db: ReadDb, caseId: CaseId, kind: EventKind, subjectId: string): { readonly id: string }[] {
  return db.all('SELECT id FROM events WHERE case_id = ? AND kind = ? AND subject_id = ?', [caseId, kind, subjectId]);
}

export function deleteEvent(tx: WriteDb, id: string): void {
  tx.run('DELETE FROM events WHERE id = ?', [id]);
}

/** What cases tell of the messages of a conversation stands in this one. */
export function moveEventsOfConversation(tx: WriteDb, conversationId: string, caseId: CaseId): void {
  tx.run(
    `UPDATE events SET case_id = ? WHERE subject_kind = 'message' AND case_id <> ?
       AND subject_id IN (SELECT id FROM messages WHERE conversation_id = ?)`,
    [caseId, caseId, conversationId],
  );
}

/** The same of one message. */
export function moveEventsOfMessage(tx: WriteDb, messageId: string, caseId: CaseId): void {
  tx.run("UPDATE events SET case_id = ? WHERE subject_kind = 'message' AND subject_id = ? AND case_id <> ?", [
    caseId,
    messageId,
    caseId,
  ]);
}

/** A case's whole timeline, the oldest first. */
export function allEventsOfCase(db: ReadDb, caseId: CaseId): EventRecord[] {
  return db
    .all<Stored & { readonly caseId: CaseId }>(`SELECT ${COLUMNS} FROM events WHERE case_id = ? ORDER BY at, id`, [
      caseId,
    ])
    .map(withData);
}
