import type { MessagePriority } from '#shared/domain/message-priority.ts';
import type { AttachmentRow } from '#shared/ipc/files.ts';
import type { AttachmentId, CaseId, MessageId } from '#shared/lib/ids.ts';
import type { ReadDb, WriteDb } from '../database.ts';

/** A file: sealed beside the database under its digest, or announced by a message or another workstation and still to come. */
export interface NewAttachment
  extends Omit<AttachmentRow, 'canFetchAgain' | 'arrived' | 'isAskedFor' | 'canAskColleagues' | 'atHub'> {
  readonly caseId: CaseId | null;
  /** The message that brought it; null of one that was added to a case, here or at another workstation of the bureau. */
  readonly messageId: MessageId | null;
  /** Where it is at the hub and how to open it (JSON, shared/protocol/message-body.ts), of one that arrived or can be had from there. */
  readonly remote: string | null;
}

export interface AttachmentRecord extends NewAttachment {
  /** Since when somebody at this workstation asks for it (ms); null of one that nobody asked for. */
  readonly askedAt: number | null;
  /** When a colleague's workstation had brought its content to the hub (ms); null of what came with a message, and where nobody knows. */
  readonly broughtAt: number | null;
}

const COLUMNS = `a.id, a.case_id AS caseId, a.message_id AS messageId, a.name, a.media_type AS mediaType, a.size, a.digest, a.state,
  a.remote, a.added_at AS addedAt, a.added_by AS addedBy, a.asked_at AS askedAt, a.brought_at AS broughtAt`;

export function attachmentById(db: ReadDb, id: string): AttachmentRecord | null {
  return db.get<AttachmentRecord>(`SELECT ${COLUMNS} FROM attachments a WHERE a.id = ?`, [id]) ?? null;
}

/**
 * The files of a case. What a message of the own bureau encloses is none: it stands in the case it was taken from, and once. For `a` of the
 * table, after WHERE.
 */
export const LISTED_IN_CASE = `a.case_id = ?1 AND NOT EXISTS (
  SELECT 1 FROM messages m WHERE m.id = a.message_id AND m.direction = 'out')`;

/** In the order in which they came into the case. */
export function attachmentsOfCase(db: ReadDb, caseId: CaseId): AttachmentRecord[] {
  return db.all<AttachmentRecord>(
    `SELECT ${COLUMNS} FROM attachments a WHERE ${LISTED_IN_CASE} ORDER BY a.added_at, a.id`,
    [caseId],
  );
}

/** The files that go or came with a message. */
export function attachmentsOfMessage(db: ReadDb, messageId: string): AttachmentRecord[] {
  return db.all<AttachmentRecord>(
    `SELECT ${COLUMNS} FROM message_attachments l JOIN attachments a ON a.id = l.attachment_id
     WHERE l.message_id = ? ORDER BY a.added_at, a.id`,
    [messageId],
  );
}

/** The files that go with an outbox item. */
export function filesOfItem(
  db: ReadDb,
  { kind, refId }: { readonly kind: string; readonly refId: string },
): AttachmentRecord[] {
  if (kind === 'message') return attachmentsOfMessage(db, refId);
  const file = kind === 'case-file' ? attachmentById(db, refId) : null;
  return file ? [file] : [];
}

/** What a file goes with: a message of either priority, or a case of the own bureau, which comes last. */
export type FileLane = MessagePriority | 'case';

/**
 * At the hub, and on its way here: the smallest first, so that a large file keeps no small one waiting. For the file of a case that
 * somebody asked for a person waits, as for those of a message.
 * @param lane absent: all
 */
export function arrivingAttachments(db: ReadDb, lane?: FileLane): AttachmentRecord[] {
  return db.all<AttachmentRecord>(
    `SELECT ${COLUMNS} FROM attachments a LEFT JOIN messages m ON m.id = a.message_id
     WHERE a.state = 'arriving'
       AND (? IS NULL OR CASE WHEN a.message_id IS NULL THEN iif(a.asked_at IS NULL, 'case', 'routine') ELSE coalesce(m.priority, 'routine') END = ?)
     ORDER BY a.size, a.added_at, a.id`,
    [lane ?? null, lane ?? null],
  );
}

/** At the hub, until somebody asks for them. */
export function attachmentsOnDemand(db: ReadDb): AttachmentRecord[] {
  return db.all<AttachmentRecord>(
    `SELECT ${COLUMNS} FROM attachments a WHERE a.state = 'on-demand' ORDER BY a.added_at, a.id`,
  );
}

/** What the hub has let go of. */
export function goneAttachments(db: ReadDb): AttachmentRecord[] {
  return db.all<AttachmentRecord>(
    `SELECT ${COLUMNS} FROM attachments a WHERE a.state = 'gone' AND a.remote IS NOT NULL ORDER BY a.added_at, a.id`,
  );
}

export function insertAttachment(tx: WriteDb, attachment: NewAttachment): void {
  tx.run(
    `INSERT INTO attachments (id, case_id, message_id, name, media_type, size, digest, state, remote, added_at, added_by)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      attachment.id,
      attachment.caseId,
      attachment.messageId,
      attachment.name,
      attachment.mediaType,
      attachment.size,
      attachment.digest,
      attachment.state,
      attachment.remote,
      attachment.addedAt,
      attachment.addedBy,
    ],
  );
}

/** All files that share a content are damaged, or whole, together; one that is still to come is another matter. */
export function setContentState(tx: WriteDb, digest: string, state: 'here' | 'damaged'): void {
  tx.run("UPDATE attachments SET state = ? WHERE digest = ? AND state <> ? AND state IN ('here', 'damaged')", [
    state,
    digest,
    state,
  ]);
}

/** A content has come, whichever file brought it: what was only announced is here. */
export function setContentArrived(tx: WriteDb, digest: string): void {
  setContentState(tx, digest, 'here');
  const other = "'announced', 'arriving', 'on-demand', 'failed', 'gone'";
  tx.run(`UPDATE attachments SET state = 'here' WHERE digest = ? AND state IN (${other})`, [digest]);
}

export function setAttachmentState(tx: WriteDb, id: AttachmentId, state: AttachmentRow['state']): void {
  tx.run('UPDATE attachments SET state = ? WHERE id = ?', [state, id]);
}

/** Somebody at this workstation asks for it. */
export function askForAttachment(tx: WriteDb, id: AttachmentId, at: number): void {
  tx.run("UPDATE attachments SET state = 'arriving', asked_at = ? WHERE id = ?", [at, id]);
}

/** Somebody here asks for it; where it is had from is still to be seen. */
export function noteAskedFor(tx: WriteDb, id: AttachmentId, at: number): void {
  tx.run('UPDATE attachments SET asked_at = ? WHERE id = ?', [at, id]);
}

/** Nobody here asks for it any more; it comes by itself. */
export function noteNotAskedFor(tx: WriteDb, id: AttachmentId): void {
  tx.run('UPDATE attachments SET asked_at = NULL WHERE id = ?', [id]);
}

/** The hub does not have it any more: to ask for it is another matter from then on. */
export function setAttachmentGone(tx: WriteDb, id: AttachmentId): void {
  setAttachmentState(tx, id, 'gone');
  noteNotAskedFor(tx, id);
}

/** Nobody asks for it any more: it waits there, unless its content is here by another file. */
export function putOnDemand(tx: WriteDb, id: AttachmentId): void {
  tx.run(
    `UPDATE attachments SET asked_at = NULL, state = CASE WHEN EXISTS (
         SELECT 1 FROM attachments same WHERE same.digest = attachments.digest AND same.state = 'here') THEN 'here' ELSE 'on-demand' END
      WHERE id = ?`,
    [id],
  );
}

/** Returns whether the file is here. */
export const setCaseOfAttachment = (tx: WriteDb, id: AttachmentId, caseId: CaseId): boolean =>
  tx.run('UPDATE attachments SET case_id = ? WHERE id = ?', [caseId, id]) === 1;

/**
 * Where a file is at the hub, and how to open it (JSON, shared/protocol/message-body.ts).
 * @param broughtAt since when at least (ms); null where nobody knows
 */
export function setAttachmentRemote(tx: WriteDb, id: AttachmentId, remote: string, broughtAt: number | null): void {
  tx.run('UPDATE attachments SET remote = ?, brought_at = ? WHERE id = ?', [remote, broughtAt, id]);
}

/**
 * The message was offered once more, as after a restore of the hub: what the hub did not have of it may be there now, and where a colleague of
 * its author offers it, in another place.
 */
export function awaitFileAgain(tx: WriteDb, messageId: MessageId, digest: string, remote: string): void {
  tx.run(
    `UPDATE attachments SET remote = ?, state = CASE WHEN state IN ('failed', 'gone') THEN 'arriving' ELSE state END
     WHERE message_id = ? AND digest = ? AND state IN ('announced', 'arriving', 'on-demand', 'failed', 'gone')`,
    [remote, messageId, digest],
  );
}

export function linkAttachment(tx: WriteDb, messageId: MessageId, attachmentId: AttachmentId): void {
  tx.run('INSERT INTO message_attachments (message_id, attachment_id) VALUES (?, ?)', [messageId, attachmentId]);
}

/** The files that a conversation brought from other bureaus come into the case the conversation is put into. */
export function setCaseOfArrivedAttachments(tx: WriteDb, conversationId: string, caseId: CaseId): void {
  tx.run(
    `UPDATE attachments SET case_id = ? WHERE message_id IN (
       SELECT id FROM messages WHERE conversation_id = ? AND direction = 'in')`,
    [caseId, conversationId],
  );
}

/** Whether any file of the store has this content: two files may share one. */
export function isContentUsed(db: ReadDb, digest: string): boolean {
  return db.get('SELECT 1 FROM attachments WHERE digest = ? LIMIT 1', [digest]) !== undefined;
}

/** Whether a case of the bureau has a file with this content, which goes to the others with the case. */
export function isContentOfCase(db: ReadDb, digest: string): boolean {
  const sql = 'SELECT 1 FROM attachments WHERE digest = ? AND message_id IS NULL AND case_id IS NOT NULL LIMIT 1';
  return db.get(sql, [digest]) !== undefined;
}

/** The message that goes or came with a file which no case of the bureau added; null of a file of a case. */
export function messageOfFile(db: ReadDb, { id, messageId, caseId }: AttachmentRecord): MessageId | null {
  if (messageId !== null || caseId !== null) return messageId;
  const sql = 'SELECT message_id AS messageId FROM message_attachments WHERE attachment_id = ? LIMIT 1';
  return db.get<{ messageId: MessageId }>(sql, [id])?.messageId ?? null;
}

/** Whether this content is sealed on this machine, whichever file brought it. */
export function isContentHere(db: ReadDb, digest: string): boolean {
  return db.get("SELECT 1 FROM attachments WHERE digest = ? AND state = 'here' LIMIT 1", [digest]) !== undefined;
}

/** A file with this content that is sealed on this machine, one of a case if there is one. */
export function keptContent(db: ReadDb, digest: string): AttachmentRecord | null {
  const sql = `SELECT ${COLUMNS} FROM attachments a WHERE a.digest = ? AND a.state = 'here' ORDER BY a.message_id IS NOT NULL, a.id LIMIT 1`;
  return db.get<AttachmentRecord>(sql, [digest]) ?? null;
}

/** Whether this workstation is bringing this content to the hub. */
export function isContentOnItsWay(db: ReadDb, digest: string): boolean {
  const sql = `SELECT 1 FROM outbox o JOIN attachments a ON a.id = o.ref_id
     WHERE o.kind = 'case-file' AND o.state = 'waiting' AND a.digest = ? LIMIT 1`;
  return db.get(sql, [digest]) !== undefined;
}

/** Files with this content of which nobody has said yet where it is. */
export function announcedWith(db: ReadDb, digest: string): AttachmentRecord[] {
  const sql = `SELECT ${COLUMNS} FROM attachments a WHERE a.digest = ? AND a.state = 'announced' AND a.remote IS NULL ORDER BY a.id`;
  return db.all<AttachmentRecord>(sql, [digest]);
}

/** Files with this content that somebody here asked the bureau's other workstations for. */
export function askedOfColleagues(db: ReadDb, digest: string): AttachmentRecord[] {
  const sql = `SELECT ${COLUMNS} FROM attachments a
     WHERE a.digest = ? AND a.asked_at IS NOT NULL AND a.state IN ('announced', 'gone') ORDER BY a.id`;
  return db.all<AttachmentRecord>(sql, [digest]);
}

/** Where the workstations of the bureau share a content (JSON, files/arriving.ts); null where they do not. */
export function sharedContent(db: ReadDb, digest: string): string | null {
  const row = db.get<{ remote: string }>(
    'SELECT remote FROM attachments WHERE digest = ? AND message_id IS NULL AND remote IS NOT NULL ORDER BY id DESC LIMIT 1',
    [digest],
  );
  return row?.remote ?? null;
}

/** Every content that is sealed on this machine, by its SHA-256 in hexadecimal digits. */
export function keptDigests(db: ReadDb): readonly string[] {
  return db
    .all<{ digest: string }>("SELECT DISTINCT digest FROM attachments WHERE state = 'here' ORDER BY digest")
    .map(({ digest }) => digest);
}

export function countAttachments(db: ReadDb): number {
  return db.get<{ count: number }>('SELECT count(*) AS count FROM attachments')?.count ?? 0;
}

/**
 * The contents that any row of the store needs. No other table names one: messages, drafts, and uploads name the files of this
 * table (test/guard/attachment-references.test.ts).
 */
export function usedContents(db: ReadDb): readonly string[] {
  return db.all<{ digest: string }>('SELECT DISTINCT digest FROM attachments').map(({ digest }) => digest);
}
