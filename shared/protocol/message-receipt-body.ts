import { z } from 'zod';
import { envelopeId } from '../lib/ids.ts';
import { instant } from './instant.ts';

export const MESSAGE_RECEIPT_BODY_VERSION = 1;

/** What is inside a sealed envelope of kind `message-receipt`, from an addressee to the bureau that sent the message. */
export const messageReceiptBody = z.object({
  /** The envelope that carried the message. */
  messageId: envelopeId,
  /** delivered: a workstation of the bureau has opened it · read: a person has · cannot-open: the seal did not open. */
  state: z.enum(['delivered', 'read', 'cannot-open']),
  /** The addressee's clock; evidence only. */
  at: instant,
});

export type MessageReceiptBody = z.infer<typeof messageReceiptBody>;
