import { z } from 'zod';
import { messagePriority } from '../domain/message-priority.ts';
import { action, query } from './entry.ts';
import { instant } from './paging.ts';

/** Something that arrived and could not be read. It is kept, sealed as it came; arrivals.reason.<reason> in renderer/locales says what to do. */
export const unreadArrival = z.object({
  /** Its number in the bureau's stream. */
  number: z.int(),
  /** Code of the bureau it came from. */
  from: z.string(),
  /** As its envelope says; a later version of the protocol may know others than this one. */
  kind: z.string(),
  priority: messagePriority,
  reason: z.string(),
  at: instant,
});
export type UnreadArrival = z.infer<typeof unreadArrival>;

export const arrivalEntries = {
  /** What nobody has dealt with, the latest first. */
  'arrival.unread': query({
    input: z.object({}),
    output: z.array(unreadArrival),
    access: 'message.read',
    reads: ['unreadable_envelopes', 'bureau_keys'],
  }),
  /** A person says that it is dealt with: it is shown no longer, and kept all the same. */
  'arrival.settle': action({
    input: z.object({ number: z.int().min(1) }),
    output: z.object({}),
    access: 'message.write',
    audit: { subject: 'arrival', id: (input) => String(input.number) },
  }),
} as const;
