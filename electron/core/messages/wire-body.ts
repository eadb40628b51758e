import type { EnvelopeId } from '#shared/lib/ids.ts';
import { toInstant } from '#shared/protocol/instant.ts';
import type { MessageBody } from '#shared/protocol/message-body.ts';
import { areOfOneItem } from '../outbox/following-envelope.ts';
import type { ReadDb } from '../store/database.ts';
import { type MessageRecord, messageById, messageIdsOfTheTimeOf } from '../store/tables/messages.ts';
import { outboxItemByEnvelope, outboxItemById } from '../store/tables/outbox.ts';

/** A message as it is sealed, but for its attachments, whose keys are made when they are uploaded. */
export type WireMessage = Omit<MessageBody, 'attachments'>;

export function wireBody(db: ReadDb, message: MessageRecord): WireMessage {
  return {
    subject: message.subject,
    text: message.body,
    priority: message.priority,
    handling: message.handling,
    marking: message.marking,
    purpose: message.purpose,
    conversation: message.conversationId,
    subjects: [...message.subjects],
    author: message.author,
    ...(message.answerBy !== null && { answerBy: toInstant(message.answerBy) }),
    ...(message.inReplyTo !== null && { inReplyTo: envelopeOf(db, message.inReplyTo) }),
    ...(message.caseReference !== null && { caseReference: message.caseReference }),
  };
}

/** The name of a message out there: the envelope it travelled in, which may not be its first. */
export function envelopeOf(db: ReadDb, messageId: string): EnvelopeId {
  return (outboxItemById(db, messageId)?.envelopeId ?? messageId) as EnvelopeId;
}

/**
 * The other way round: the message here that travelled in an envelope, or in one that this one followed or that followed it. Of a message that
 * is not here, the envelope's own identifier.
 */
export function messageIdOf(db: ReadDb, envelopeId: string): string {
  const item = outboxItemByEnvelope(db, envelopeId);
  if (item) return item.kind === 'message' ? item.refId : envelopeId;
  if (messageById(db, envelopeId)) return envelopeId;
  return messageIdsOfTheTimeOf(db, envelopeId).find((id) => areOfOneItem(id, envelopeId)) ?? envelopeId;
}
