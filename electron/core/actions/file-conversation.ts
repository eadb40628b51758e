import { err, ok } from '#shared/lib/result.ts';
import type { ActionHandler } from '../context.ts';
import { putIntoCase } from '../messages/put-into-case.ts';
import { share, watchFields } from '../sharing/share.ts';
import { messagesOfConversation } from '../store/tables/messages.ts';
import { recordEvent } from '../timeline.ts';
import { openCase } from './open-case.ts';

/** Puts a conversation, with the files it brought, into a case of one's own. */
export const fileConversation: ActionHandler<'message.file'> = (ctx, { conversationId, caseId }) => {
  const found = openCase(ctx.db, caseId);
  if (!found.ok) return found;
  const messages = messagesOfConversation(ctx.db, conversationId);
  const [first] = messages;
  if (!first) return err({ code: 'not-found', params: { kind: 'message' } });
  const edits = watchFields(ctx, 'conversation', conversationId, ['caseId']);
  putIntoCase(ctx.tx, conversationId, caseId);
  const arrived = messages.filter(({ direction, caseId: old }) => direction === 'in' && old !== caseId);
  const told = arrived.map((message) => {
    const data = { subject: message.subject, from: message.from, priority: message.priority };
    const subject = { kind: 'message', id: message.id };
    return recordEvent(ctx, { caseId, actor: ctx.actor.name, kind: 'message-received', data, subject });
  });
  const edited = { kind: 'conversation' as const, id: conversationId, version: 1, edits: edits() };
  share(ctx, { title: first.subject, caseId, edited, told });
  return ok({});
};
