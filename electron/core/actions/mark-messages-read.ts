import { ok } from '#shared/lib/result.ts';
import type { ActionHandler } from '../context.ts';
import { queueReceipt } from '../messages/queue-receipt.ts';
import { messagesOfConversation, setMessageRead } from '../store/tables/messages.ts';

/** Marks what arrived in a conversation as read, and tells each sender. */
export const markMessagesRead: ActionHandler<'message.mark-read'> = (ctx, { conversationId }) => {
  const unread = messagesOfConversation(ctx.db, conversationId).filter(
    (message) => message.direction === 'in' && message.readAt === null,
  );
  for (const message of unread) {
    setMessageRead(ctx.tx, message.id, ctx.now);
    queueReceipt(ctx, message, 'read', ctx.actor.name);
  }
  return ok({ marked: unread.length });
};
