import { err, ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { messageDetail } from '../messages/message-row.ts';
import { messagesOfConversation } from '../store/tables/messages.ts';

/** A whole conversation, oldest first. */
export const messageThread: QueryHandler<'message.thread'> = (ctx, { conversationId }) => {
  const messages = messagesOfConversation(ctx.db, conversationId);
  if (messages.length === 0) return err({ code: 'not-found', params: { kind: 'message' } });
  return ok(messages.map((message) => messageDetail(ctx, message)));
};
