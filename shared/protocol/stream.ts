import { z } from 'zod';
import { arrivingEnvelope, envelope } from './envelope.ts';
import { epoch } from './epoch.ts';
import { instant } from './instant.ts';

export const MAX_STREAM_PAGE = 200;

/**
 * GET /v1/stream?after=N&limit=M&epoch=E: the next envelopes of the own bureau's stream.
 * `epoch` is the one the cursor belongs to; left out by a workstation that has none yet.
 */
export const streamQuery = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(MAX_STREAM_PAGE).default(50),
  epoch: epoch.optional(),
});

export const streamItem = z.object({
  /** 1, 2, 3 … in each bureau's stream, without gaps: the order of this bureau's world. */
  number: z.int().min(1),
  receivedAt: instant,
  envelope,
});

export const streamPage = z.object({
  epoch,
  /**
   * Where the cursor stands now, before the items below. Smaller than `after` when the hub has begun a new epoch and
   * what followed is lost to it: the workstation takes this number as its cursor, and offers again what it had sent.
   */
  resumeAfter: z.int().min(0),
  items: z.array(streamItem).max(MAX_STREAM_PAGE),
  /** The last number of the stream when the page was read. */
  head: z.int().min(0),
});

/** The same as a workstation reads it: one envelope that it does not understand must not keep back what stands behind it. */
export const arrivingPage = streamPage.extend({
  items: z.array(streamItem.extend({ envelope: arrivingEnvelope })).max(MAX_STREAM_PAGE),
});

export type ArrivingPage = z.infer<typeof arrivingPage>;
export type StreamItem = z.infer<typeof streamItem>;
export type StreamPage = z.infer<typeof streamPage>;
