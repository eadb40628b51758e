import { z } from 'zod';
import { messagePriority } from '../domain/message-priority.ts';
import { action, query } from './entry.ts';
import { instant, page } from './paging.ts';

/** Something that arrived and could not be read. It is kept, sealed as it came; arrivals.reason.<reason> in renderer/locales says what to do. */
export const unreadArrival = z.object({
  /** Under which it is kept here, in the order of arrival: none is given twice. */
  number: z.int(),
  /** Code of the bureau it came from. */
  from: z.string(),
  /** As its envelope says; a later version of the protocol may know others than this one. */
  kind: z.string(),
  priority: messagePriority,
  reason: z.string(),
  at: instant,
  /** What nobody has dealt with of the same kind and priority, from the same bureau, unread for the same reason: how many, and the latest. */
  alike: z.object({ count: z.int(), latest: z.int() }),
});
export type UnreadArrival = z.infer<typeof unreadArrival>;

export const arrivalEntries = {
  /**
   * A page of what nobody has dealt with: the urgent first, of these the latest. How many there are is up to whoever sends, so that no
   * more than a page is ever read; the next one begins after the last of the one before, whatever has been dealt with meanwhile.
   */
  'arrival.unread': query({
    input: z.object({
      after: unreadArrival.pick({ priority: true, number: true }).nullable().default(null),
      limit: z.int().min(1).max(100).default(20),
    }),
    output: page(unreadArrival).extend({
      urgent: z.int(),
      /** How many stand before the first row. */
      before: z.int(),
    }),
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
  /** The same of all that are alike, up to the latest the person knew of: one decision, and one audit entry that says of how many. */
  'arrival.settle-alike': action({
    input: unreadArrival
      .pick({ from: true, kind: true, reason: true, priority: true })
      .extend({ latest: z.int().min(1) }),
    output: z.object({ settled: z.int() }),
    access: 'message.write',
    audit: {
      subject: 'arrival',
      id: () => null,
      detail: ({ from, kind, reason, priority, latest }, { settled }) => ({
        from,
        kind,
        reason,
        priority,
        latest,
        settled,
      }),
    },
  }),
} as const;
