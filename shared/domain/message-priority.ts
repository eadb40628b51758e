import { z } from 'zod';

export const messagePriorities = ['urgent', 'routine'] as const;
export const messagePriority = z.enum(messagePriorities);
export type MessagePriority = z.infer<typeof messagePriority>;

/** Time to answer a hit confirmation, in milliseconds: urgent 10 minutes, routine 1 hour (from Nlets YQ/YR). */
export const hitConfirmationTime: Record<MessagePriority, number> = { urgent: 10 * 60_000, routine: 60 * 60_000 };
