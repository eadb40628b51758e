import { err, ok } from '#shared/lib/result.ts';
import type { ActionHandler } from '../context.ts';
import { isToldOf } from '../messages/tell-case.ts';
import { placeInCase } from '../sharing/place-in-case.ts';
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
  const arrived = messages.filter(
    (message) => message.direction === 'in' && !isToldOf(ctx.tx, message.caseId ?? caseId, message),
  );
  const told = arrived.map((message) => {
    const data = { subject: message.subject, from: message.from, priority: message.priority };
    const subject = { kind: 'message', id: message.id };
    return recordEvent(ctx, { caseId, actor: ctx.actor.name, kind: 'message-received', data, subject });
  });
  placeInCase(ctx, { conversationId, caseId, title: first.subject, priority: 'routine', told });
  return ok({});
};
