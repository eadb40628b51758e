import { z } from 'zod';
import { deliveryState } from '../domain/delivery-state.ts';
import { messagePriority } from '../domain/message-priority.ts';
import { caseId, messageId } from '../lib/ids.ts';
import { action, query } from './entry.ts';
import { instant } from './paging.ts';

/** Why an item is not out yet, as a person understands it. */
export const waitReason = z.enum([
  'next',
  'no-network',
  'hub-unavailable',
  'back-off',
  'behind-another',
  'uploading-files',
  'not-authorised',
]);

export const outboxItem = z.object({
  id: z.string(),
  kind: z.enum(['message', 'receipt', 'check']),
  title: z.string(),
  to: z.array(z.string()),
  priority: messagePriority,
  state: deliveryState,
  reason: waitReason.nullable(),
  /** What went wrong, where it needs attention: outbox.problem.<code> in renderer/locales says what happened, what is safe, what to do. */
  problem: z.object({ code: z.string(), detail: z.string() }).nullable(),
  caseId: caseId.nullable(),
  caseReference: z.string().nullable(),
  refId: z.string(),
  /** Of a message, and of a receipt for one: the conversation to open. */
  conversationId: messageId.nullable(),
  queuedAt: instant,
  attempts: z.int(),
  nextAttemptAt: instant.nullable(),
  sentAt: instant.nullable(),
  canWithdraw: z.boolean(),
  canRetry: z.boolean(),
  /** Bytes of attached files already at the hub, of all of them. */
  uploaded: z.object({ done: z.int(), total: z.int() }).nullable(),
});
export type OutboxItem = z.infer<typeof outboxItem>;

export const connectionState = z.enum(['online', 'connecting', 'offline', 'refused']);
export type ConnectionState = z.infer<typeof connectionState>;

export const outboxEntries = {
  /** What is on its way or stuck first; then what went out in the last days. */
  'outbox.list': query({
    input: z.object({ finished: z.boolean().default(false) }),
    output: z.array(outboxItem),
    access: 'outbox.read',
    reads: ['outbox', 'messages', 'message_recipients', 'connection'],
  }),
  'outbox.retry': action({
    input: z.object({ id: z.string().max(36) }),
    output: z.object({}),
    access: 'outbox.manage',
    audit: { subject: 'outbox', id: (input) => input.id },
  }),
  'outbox.withdraw': action({
    input: z.object({ id: z.string().max(36) }),
    output: z.object({}),
    access: 'outbox.manage',
    audit: { subject: 'outbox', id: (input) => input.id },
  }),
  'sync.now': action({ input: z.object({}), output: z.object({}), access: 'signed-in', audit: 'none' }),
  /** What the status line says. */
  'status.get': query({
    input: z.object({}),
    output: z.object({
      connection: connectionState,
      since: instant,
      waiting: z.int(),
      urgentWaiting: z.int(),
      needsAttention: z.int(),
      /** When this machine last agreed with the hub; null = never. */
      dataAsOf: instant.nullable(),
      bureau: z.string(),
      bureauNames: z.record(z.string(), z.string()),
      workstation: z.string(),
      /** Set when the store can no longer write: nothing is lost, nothing new is taken. */
      readOnly: z.boolean(),
      /** Hub's clock minus ours in ms, when it is worth a warning. */
      clockOff: z.int().nullable(),
    }),
    access: 'signed-in',
    reads: ['outbox', 'connection', 'sync_state', 'bureaus'],
  }),
} as const;
