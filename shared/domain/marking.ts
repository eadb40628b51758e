import { z } from 'zod';

/** Confidentiality markings, lowest first (RPD Arts. 112-114); what carries none is treated as the lowest. */
export const markings = ['for-official-use-only', 'restricted', 'confidential'] as const;
export const marking = z.enum(markings);
export type Marking = z.infer<typeof marking>;

/** As printed on screens, pages and file names: the same words in every language. */
export const markingText: Record<Marking, string> = {
  'for-official-use-only': 'FOR OFFICIAL USE ONLY',
  restricted: 'RESTRICTED',
  confidential: 'CONFIDENTIAL',
};

/** Negative where `a` is the lower marking, 0 where equal, positive where it is the higher. */
export function compareMarkings(a: Marking, b: Marking): number {
  return markings.indexOf(a) - markings.indexOf(b);
}

/** The marking of something made from several parts: the highest of theirs. */
export function highestMarking(parts: readonly Marking[]): Marking {
  return parts.reduce((high, part) => (compareMarkings(part, high) > 0 ? part : high), markings[0]);
}
