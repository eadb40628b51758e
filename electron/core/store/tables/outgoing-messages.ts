import type { HandlingCode } from '#shared/domain/handling-code.ts';
import type { Marking } from '#shared/domain/marking.ts';
import type { MessagePriority } from '#shared/domain/message-priority.ts';
import type { Purpose } from '#shared/domain/purpose.ts';
import type { SentSubject } from '#shared/ipc/messages.ts';
import type { ReadDb } from '../database.ts';

/** A message of this bureau, with all that is sealed into its envelope. */
export interface OutgoingMessage {
  readonly id: string;
  readonly conversationId: string;
  readonly inReplyTo: string | null;
  readonly author: string;
  readonly subject: string;
  readonly body: string;
  readonly priority: MessagePriority;
  readonly handling: HandlingCode;
  readonly marking: Marking;
  readonly purpose: Purpose;
  readonly answerBy: number | null;
  readonly caseReference: string | null;
  readonly subjects: readonly SentSubject[];
  readonly files: readonly OutgoingFile[];
}

export interface OutgoingFile {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  readonly digest: string;
}

type Stored = Omit<OutgoingMessage, 'subjects' | 'files'> & { readonly subjects: string };

export function outgoingMessage(db: ReadDb, id: string): OutgoingMessage | null {
  const row = db.get<Stored>(
    `SELECT messages.id, conversation_id AS conversationId, in_reply_to AS inReplyTo, author, subject, body, messages.priority,
       messages.handling, messages.marking, messages.purpose, answer_by AS answerBy, cases.reference AS caseReference, subjects
     FROM messages LEFT JOIN cases ON cases.id = messages.case_id WHERE messages.id = ?`,
    [id],
  );
  if (!row) return null;
  const files = db.all<OutgoingFile>(
    `SELECT attachments.id, name, media_type AS mediaType, size, digest FROM attachments
     JOIN message_attachments ON message_attachments.attachment_id = attachments.id
     WHERE message_attachments.message_id = ? ORDER BY attachments.id`,
    [id],
  );
  return { ...row, subjects: JSON.parse(row.subjects) as SentSubject[], files };
}
