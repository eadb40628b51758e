import { err, ok } from '#shared/lib/result.ts';
import type { ActionHandler } from '../context.ts';
import { setCaseOfArrivedAttachments } from '../store/tables/attachments.ts';
import { messagesOfConversation, setCaseOfConversation } from '../store/tables/messages.ts';
import { setCaseOfOutboxItems } from '../store/tables/outbox.ts';
import { setCaseOfSearchDocument } from '../store/tables/search.ts';
import { recordEvent } from '../timeline.ts';
import { openCase } from './open-case.ts';

/** Puts a conversation, with the files it brought, into a case of one's own. */
export const fileConversation: ActionHandler<'message.file'> = (ctx, { conversationId, caseId }) => {
  const found = openCase(ctx.db, caseId);
  if (!found.ok) return found;
  const messages = messagesOfConversation(ctx.db, conversationId);
  if (messages.length === 0) return err({ code: 'not-found', params: { kind: 'message' } });
  setCaseOfConversation(ctx.tx, conversationId, caseId);
  setCaseOfArrivedAttachments(ctx.tx, conversationId, caseId);
  const ids = messages.map(({ id }) => id);
  setCaseOfOutboxItems(ctx.tx, ids, caseId);
  for (const { id } of messages) setCaseOfSearchDocument(ctx.tx, 'message', id, caseId);
  for (const message of messages.filter(({ direction, caseId: old }) => direction === 'in' && old !== caseId)) {
    const data = { subject: message.subject, from: message.from, priority: message.priority };
    const subject = { kind: 'message', id: message.id };
    recordEvent(ctx, { caseId, actor: ctx.actor.name, kind: 'message-received', data, subject });
  }
  return ok({});
};
