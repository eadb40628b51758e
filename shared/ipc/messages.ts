import { z } from 'zod';
import { deliveryState } from '../domain/delivery-state.ts';
import { visibilityRow } from '../domain/field-visibility.ts';
import { handlingCode } from '../domain/handling-code.ts';
import { marking } from '../domain/marking.ts';
import { messagePriority } from '../domain/message-priority.ts';
import { precisionFinding } from '../domain/precision-check.ts';
import { purpose } from '../domain/purpose.ts';
import { attachmentId, caseId, documentId, messageId, personId, vehicleId } from '../lib/ids.ts';
import { bureauCodePattern } from '../protocol/bureau-code.ts';
import { action, query } from './entry.ts';
import { attachmentRow } from './files.ts';
import { instant, page, window } from './paging.ts';

/** Code of a bureau, e.g. UTO (shared/protocol/bureau-code.ts). */
export const bureauCode = z.string().regex(bureauCodePattern);

/** A request or an answer as its author writes it. */
export const messageDraft = z.object({
  caseId: caseId.nullable().default(null),
  inReplyTo: messageId.nullable().default(null),
  to: z.array(bureauCode).max(250).default([]),
  subject: z.string().trim().max(200).default(''),
  body: z.string().max(50_000).default(''),
  priority: messagePriority.default('routine'),
  handling: handlingCode.nullable().default(null),
  marking: marking.default('for-official-use-only'),
  purpose: purpose.nullable().default(null),
  answerBy: instant.nullable().default(null),
  /** What of the case goes along, field by field. */
  personIds: z.array(personId).max(50).default([]),
  documentIds: z.array(documentId).max(50).default([]),
  vehicleIds: z.array(vehicleId).max(50).default([]),
  attachmentIds: z.array(attachmentId).max(50).default([]),
});
export type MessageDraft = z.infer<typeof messageDraft>;

export const messageRow = z.object({
  id: messageId,
  conversationId: messageId,
  direction: z.enum(['in', 'out']),
  from: bureauCode,
  to: z.array(bureauCode),
  subject: z.string(),
  priority: messagePriority,
  handling: handlingCode,
  /** Out: the state of its delivery. In: 'delivered' until somebody opened it, then 'read'. */
  state: deliveryState,
  answerBy: instant.nullable(),
  answered: z.boolean(),
  at: instant,
  caseId: caseId.nullable(),
  caseReference: z.string().nullable(),
});
export type MessageRow = z.infer<typeof messageRow>;

/** A person, document or vehicle as it was sent: labelled values, in the order in which they are shown. */
export const sentSubject = z.object({
  kind: z.enum(['person', 'document', 'vehicle']),
  title: z.string(),
  fields: z.array(z.object({ name: z.string(), value: z.string() })),
});
export type SentSubject = z.infer<typeof sentSubject>;

/** How far a message has come with one bureau. */
export const recipientProgress = z.object({
  bureau: bureauCode,
  state: deliveryState,
  deliveredAt: instant.nullable(),
  readAt: instant.nullable(),
});
export type RecipientProgress = z.infer<typeof recipientProgress>;

export const messageDetail = messageRow.extend({
  body: z.string(),
  marking,
  purpose,
  author: z.string(),
  inReplyTo: messageId.nullable(),
  /** The other bureau's own reference. */
  senderReference: z.string().nullable(),
  subjects: z.array(sentSubject),
  files: z.array(attachmentRow),
  recipients: z.array(recipientProgress),
});
export type MessageDetail = z.infer<typeof messageDetail>;

export const messageEntries = {
  'message.list': query({
    input: z.object({
      box: z.enum(['all', 'inbox', 'sent']).default('all'),
      search: z.string().max(200).default(''),
      caseId: caseId.nullable().default(null),
      unanswered: z.boolean().default(false),
      ...window,
    }),
    output: page(messageRow),
    access: 'message.read',
    reads: ['messages', 'message_recipients', 'outbox'],
  }),
  /** A whole conversation, oldest first. */
  'message.thread': query({
    input: z.object({ conversationId: messageId }),
    output: z.array(messageDetail),
    access: 'message.read',
    reads: ['messages', 'message_recipients', 'outbox', 'attachments'],
    audit: { subject: 'message', id: (input) => input.conversationId },
  }),
  /** What the form begins with: answer = what an answer to the message inherits; again = the message as its author wrote it. */
  'message.prefill': query({
    input: z.object({ id: messageId, mode: z.enum(['answer', 'again']) }),
    output: messageDraft,
    access: 'message.send',
    reads: ['messages'],
    audit: { subject: 'message', id: (input) => input.id },
  }),
  /** The precision check, and who will be able to read what: asked while the author writes, and again before it goes. */
  'message.review': query({
    input: messageDraft,
    output: z.object({ findings: z.array(precisionFinding), readers: z.array(visibilityRow) }),
    access: 'message.send',
    reads: ['cases', 'persons', 'documents', 'vehicles', 'attachments', 'bureaus'],
  }),
  /** Refused while the precision check has a blocking finding. */
  'message.send': action({
    input: messageDraft.extend({
      /** The sealed draft it was typed in: it ends in the same transaction, so that what was sent never comes back as unsent. */
      draftKey: z.string().max(100).nullable().default(null),
    }),
    output: z.object({ id: messageId, conversationId: messageId }),
    access: 'message.send',
    adds: true,
    audit: {
      subject: 'message',
      id: (_input, output) => output.id,
      detail: (input) => ({ to: input.to, priority: input.priority, handling: input.handling }),
    },
  }),
  /** Marks what arrived as read; the sender is told. */
  'message.mark-read': action({
    input: z.object({ conversationId: messageId }),
    output: z.object({ marked: z.int() }),
    access: 'message.read',
    audit: { subject: 'message', id: (input) => input.conversationId },
  }),
  /** Puts a conversation that arrived into a case of one's own. */
  'message.file': action({
    input: z.object({ conversationId: messageId, caseId }),
    output: z.object({}),
    access: 'case.write',
    audit: { subject: 'message', id: (input) => input.conversationId, detail: (input) => ({ caseId: input.caseId }) },
  }),
} as const;
