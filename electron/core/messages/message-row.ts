import type { MessageDetail, MessageRow } from '#shared/ipc/messages.ts';
import type { QueryContext } from '../context.ts';
import { fileRow } from '../file-row.ts';
import type { ReadDb } from '../store/database.ts';
import { attachmentsOfMessage } from '../store/tables/attachments.ts';
import type { MessageRecord } from '../store/tables/messages.ts';
import { deliveryOf } from './delivery.ts';
import { sentSubject } from './subject.ts';

/** A message as one line of a list. */
export function messageRow(db: ReadDb, message: MessageRecord): MessageRow {
  return { ...common(message), state: deliveryOf(db, message).state };
}

/** A message in full. */
export function messageDetail(ctx: QueryContext, message: MessageRecord): MessageDetail {
  return {
    ...common(message),
    ...deliveryOf(ctx.db, message),
    body: message.body,
    marking: message.marking,
    purpose: message.purpose,
    author: message.author,
    inReplyTo: message.inReplyTo,
    senderReference: message.senderReference,
    subjects: message.subjects.map(sentSubject),
    files: attachmentsOfMessage(ctx.db, message.id).map((file) => fileRow(ctx, file)),
  };
}

const common = (message: MessageRecord): Omit<MessageRow, 'state'> => ({
  id: message.id,
  conversationId: message.conversationId,
  direction: message.direction,
  from: message.from,
  to: [...message.to],
  subject: message.subject,
  priority: message.priority,
  handling: message.handling,
  answerBy: message.answerBy,
  answered: message.answeredAt !== null,
  at: message.at,
  caseId: message.caseId,
  caseReference: message.caseReference,
});
