import { z } from 'zod';
import { deliveryState } from '../domain/delivery-state.ts';
import { messagePriority } from '../domain/message-priority.ts';
import { caseId, messageId } from '../lib/ids.ts';
import { action, query } from './entry.ts';
import { recipientProgress } from './messages.ts';
import { instant } from './paging.ts';
import { appError } from './wire.ts';

/** Why an item is not out yet, as a person understands it. */
export const waitReason = z.enum([
  'next',
  'no-network',
  'hub-unavailable',
  'back-off',
  'behind-another',
  'uploading-files',
  'waits-for-key',
  'not-authorised',
  'untrusted',
  'not-understood',
  'own-fault',
  'older-copy',
  'paused',
  'all-paused',
  'only-urgent',
]);

/** What a person has said about sending as a whole: since when, and who. */
const sendRule = z.object({ at: instant, by: z.string() });

export const outboxItem = z.object({
  id: z.string(),
  kind: z.enum(['message', 'receipt', 'check', 'bureau-keys', 'record-changes', 'case-file']),
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
  /** The last bundle it was written into; it goes by the line all the same if that comes back first. */
  carried: z.object({ bundle: z.int(), at: instant }).nullable(),
  canWithdraw: z.boolean(),
  canRetry: z.boolean(),
  canPause: z.boolean(),
  canResume: z.boolean(),
  /** Bytes of attached files already at the hub, of all of them. */
  uploaded: z.object({ done: z.int(), total: z.int() }).nullable(),
});
export type OutboxItem = z.infer<typeof outboxItem>;

/**
 * untrusted: something answers in the place of the hub that is not the hub · not-understood: what answers holds the hub's certificate and does
 * not keep to the protocol · own-fault: this workstation itself failed, by an error of the program or of its store.
 */
export const connectionState = z.enum([
  'online',
  'connecting',
  'offline',
  'refused',
  'untrusted',
  'not-understood',
  'own-fault',
]);
export type ConnectionState = z.infer<typeof connectionState>;

export const outboxEntries = {
  /** What is on its way or stuck first; then what went out in the last days. */
  'outbox.list': query({
    input: z.object({ finished: z.boolean().default(false) }),
    output: z.array(outboxItem),
    access: 'outbox.read',
    reads: ['outbox', 'messages', 'message_recipients', 'connection', 'bureaus', 'bureau_keys'],
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
  /** How far one item is with each bureau it goes to, and with each of its files. */
  'outbox.progress': query({
    input: z.object({ id: z.string().max(36) }),
    output: z.object({
      recipients: z.array(recipientProgress),
      /** Bytes at the hub, of all. */
      files: z.array(z.object({ name: z.string(), done: z.int(), total: z.int() })),
    }),
    access: 'outbox.read',
    reads: ['outbox', 'messages', 'message_recipients', 'uploads', 'attachments'],
  }),
  /** Holds an item back until a person lets it go; refused once it has its place in what is offered to the hub. */
  'outbox.pause': action({
    input: z.object({ id: z.string().max(36) }),
    output: z.object({}),
    access: 'outbox.manage',
    audit: { subject: 'outbox', id: (input) => input.id },
  }),
  'outbox.resume': action({
    input: z.object({ id: z.string().max(36) }),
    output: z.object({}),
    access: 'outbox.manage',
    audit: { subject: 'outbox', id: (input) => input.id },
  }),
  /** Sends nothing, whatever it is, until a person switches it off; what arrives is still taken in. */
  'sync.pause': action({
    input: z.object({ on: z.boolean() }),
    output: z.object({}),
    access: 'outbox.manage',
    audit: { subject: 'outbox', id: () => null, detail: (input) => ({ on: input.on }) },
  }),
  /** For a line that costs or is narrow: only what is urgent uses it, until a person switches it off. */
  'sync.only-urgent': action({
    input: z.object({ on: z.boolean() }),
    output: z.object({}),
    access: 'outbox.manage',
    audit: { subject: 'outbox', id: () => null, detail: (input) => ({ on: input.on }) },
  }),
  'sync.now': action({ input: z.object({}), output: z.object({}), access: 'signed-in', audit: 'none' }),
  /** Lets a workstation that was put back to an older copy of its store go on as it is. */
  'sync.accept-older-copy': action({
    input: z.object({}),
    output: z.object({}),
    access: 'workstation.resume',
    audit: { subject: 'workstation', id: () => null },
  }),
  /** What the status line says. */
  'status.get': query({
    input: z.object({}),
    output: z.object({
      connection: connectionState,
      since: instant,
      /** Why the hub refuses this workstation, while it does (shared/protocol/answers.ts). */
      refusal: z.string().nullable(),
      waiting: z.int(),
      urgentWaiting: z.int(),
      needsAttention: z.int(),
      /** Set while a person holds everything back. */
      paused: sendRule.nullable(),
      /** Set while only what is urgent is sent and fetched. */
      onlyUrgent: sendRule.nullable(),
      /** When this machine last agreed with the hub; null = never. */
      dataAsOf: instant.nullable(),
      bureau: z.string(),
      bureauNames: z.record(z.string(), z.string()),
      workstation: z.string(),
      /** Set when the hub has met a later copy of this workstation than this one: nothing is sent until a person decides. */
      olderCopy: z
        .object({
          noticedAt: instant,
          /** When the hub last met what is missing here; null = not known. */
          lastContactAt: instant.nullable(),
          /** Messages and receipts the hub took over since. */
          sentSince: z.int(),
          accepted: z.boolean(),
        })
        .nullable(),
      /** Set when the hub has revoked this workstation: it takes nothing from it any more. */
      revoked: z.object({ noticedAt: instant }).nullable(),
      /** Set while this workstation has not been handed its bureau's keys: what is compared, and how much waits to be opened. */
      waitingForKeys: z
        .object({
          fingerprint: z.string(),
          kept: z.int(),
          /** Nothing that is sealed leaves either: it waits for the key. */
          isSealingWaiting: z.boolean(),
        })
        .nullable(),
      /** Bureaus whose key has changed since somebody last compared it. */
      changedKeys: z.array(z.string()),
      /** Workstations of the bureau that nobody has confirmed yet; told to who may confirm them. */
      joining: z.array(z.string()),
      /** Set when the store can no longer write: nothing is lost, nothing new is taken. */
      readOnly: z.boolean(),
      /** Set when the store is only looked at. */
      looking: z.boolean(),
      /** What about the store somebody should know and do. */
      notices: z.array(appError),
      /** Hub's clock minus ours in ms, when it is worth a warning. */
      clockOff: z.int().nullable(),
    }),
    access: 'signed-in',
    reads: [
      'outbox',
      'connection',
      'sync_state',
      'bureaus',
      'store_state',
      'bureau_keys',
      'seen_keys',
      'workstations',
      'confirmed_workstations',
    ],
  }),
} as const;
