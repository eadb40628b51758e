import type { AttachmentRow } from '#shared/ipc/files.ts';
import type { AttachmentId, CaseId, MessageId } from '#shared/lib/ids.ts';
import type { ReadDb, WriteDb } from '../database.ts';

/** A file: sealed beside the database under its digest, or announced by a message and still to come. */
export interface AttachmentRecord extends AttachmentRow {
  readonly caseId: CaseId | null;
  /** The message that brought it. */
  readonly messageId: MessageId | null;
  /** Where it is at the hub and how to open it (JSON, shared/protocol/message-body.ts), of one that arrived. */
  readonly remote: string | null;
}

const COLUMNS = `a.id, a.case_id AS caseId, a.message_id AS messageId, a.name, a.media_type AS mediaType, a.size, a.digest, a.state,
  a.remote, a.added_at AS addedAt, a.added_by AS addedBy`;

export function attachmentById(db: ReadDb, id: string): AttachmentRecord | null {
  return db.get<AttachmentRecord>(`SELECT ${COLUMNS} FROM attachments a WHERE a.id = ?`, [id]) ?? null;
}

/** In the order in which they came into the case. */
export function attachmentsOfCase(db: ReadDb, caseId: CaseId): AttachmentRecord[] {
  return db.all<AttachmentRecord>(
    `SELECT ${COLUMNS} FROM attachments a WHERE a.case_id = ? ORDER BY a.added_at, a.id`,
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

/** Announced by a message, and not here yet: the oldest first. */
export function arrivingAttachments(db: ReadDb): AttachmentRecord[] {
  return db.all<AttachmentRecord>(
    `SELECT ${COLUMNS} FROM attachments a WHERE a.state = 'arriving' ORDER BY a.added_at, a.id`,
  );
}

export function insertAttachment(tx: WriteDb, attachment: AttachmentRecord): void {
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

export function setAttachmentState(tx: WriteDb, id: AttachmentId, state: AttachmentRow['state']): void {
  tx.run('UPDATE attachments SET state = ? WHERE id = ?', [state, id]);
}

export function linkAttachment(tx: WriteDb, messageId: MessageId, attachmentId: AttachmentId): void {
  tx.run('INSERT INTO message_attachments (message_id, attachment_id) VALUES (?, ?)', [messageId, attachmentId]);
}

/** The files a conversation brought come into the case the conversation is put into. */
export function setCaseOfArrivedAttachments(tx: WriteDb, conversationId: string, caseId: CaseId): void {
  tx.run('UPDATE attachments SET case_id = ? WHERE message_id IN (SELECT id FROM messages WHERE conversation_id = ?)', [
    caseId,
    conversationId,
  ]);
}

/** Whether any file of the store has this content: two files may share one. */
export function isContentUsed(db: ReadDb, digest: string): boolean {
  return db.get('SELECT 1 FROM attachments WHERE digest = ? LIMIT 1', [digest]) !== undefined;
}
