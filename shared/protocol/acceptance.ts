import { z } from 'zod';
import { envelopeId } from '../lib/ids.ts';
import { answerClass, answerCode } from './answers.ts';
import { sha256Hex } from './bytes.ts';
import { envelope } from './envelope.ts';
import { epoch } from './epoch.ts';
import { instant } from './instant.ts';

/** POST /v1/envelopes */
export const MAX_BATCH = 50;

/** Bytes of a whole request. */
export const MAX_BATCH_SIZE = 24 * 1024 * 1024;

/** Envelopes of one workstation, in the order of their sequence numbers. */
export const offerRequest = z.strictObject({ envelopes: z.array(envelope).min(1).max(MAX_BATCH) });

/** What the hub reads first: one malformed envelope must not take the others with it. */
export const rawOfferRequest = z.strictObject({ envelopes: z.array(z.unknown()).min(1).max(MAX_BATCH) });

/** Proof that the hub has the envelope for good: only this, or a named person, takes it out of the outbox. */
export const hubReceipt = z.object({
  envelopeId,
  /** Its number in the stream of the sender's own bureau. */
  streamNumber: z.int().min(1),
  receivedAt: instant,
  /** The entry of the bureau's audit chain at the hub that records it. */
  audit: z.object({ number: z.int().min(1), hash: sha256Hex }),
});

export const verdict = z.object({
  /** Null when the offered value had no readable id. */
  id: envelopeId.nullable(),
  class: answerClass,
  code: answerCode,
  what: z.string(),
  toDo: z.string(),
  /** Seconds. */
  retryAfter: z.int().min(0).optional(),
  /** Facts a program can use: `expected` sequence number, `bureau`, `blobId`, `field` … never personal data. */
  details: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  /** With code `accepted` only. */
  receipt: hubReceipt.optional(),
});

/** One verdict for each offered envelope, in the same order. */
export const offerResponse = z.object({ epoch, verdicts: z.array(verdict).max(MAX_BATCH) });

/** Whether a verdict is about this envelope, and says of an accepted one what proves it. Any other says nothing. */
export function isVerdictOn(envelopeId: string | null, { id, code, class: answer, receipt }: Verdict): boolean {
  if (id !== null && id !== envelopeId) return false;
  return (code !== 'accepted' && answer !== 'accepted') || (id !== null && receipt?.envelopeId === id);
}

export type OfferRequest = z.infer<typeof offerRequest>;
export type OfferResponse = z.infer<typeof offerResponse>;
export type HubReceipt = z.infer<typeof hubReceipt>;
export type Verdict = z.infer<typeof verdict>;
