import { z } from 'zod';
import { binaryOf } from './bytes.ts';
import { instant } from './instant.ts';

/**
 * Whether a workstation's memory goes on where the hub last met it. A workstation put back to an older copy of its store would
 * know less than the hub, and would give numbers again that are used. So at each contact it makes a new random token, keeps it
 * durably, and only then hands it over together with the one before: the hub remembers the last.
 */

/** Random; made for one contact. */
export const contactToken = binaryOf(16);

/** Contacts in a row whose answers may be lost. */
export const MAX_UNSURE_CONTACTS = 63;

/** POST /v1/contact */
export const contactRequest = z.strictObject({
  /** Of this contact: one more than the last that the hub confirmed to this workstation. */
  number: z.int().min(1),
  /** The token of the last contact that was confirmed, and of those since whose answers were lost: the hub holds one of them. */
  previous: z.array(contactToken).max(MAX_UNSURE_CONTACTS + 1),
  /** The token of this contact. */
  token: contactToken,
  /** True when a person has decided that this copy goes on, though the hub knows a later one. */
  goOn: z.boolean(),
});

export const contactAnswer = z.object({
  /** `behind`: the hub has met this workstation since; it was put back to an older copy, or a copy of it runs elsewhere. */
  standing: z.enum(['agreed', 'behind']),
  /** The contact the hub holds now. */
  number: z.int().min(0),
  /** When it was: with `behind`, the last time the hub met what is missing here; null = never. */
  at: instant.nullable(),
  /** The sequence number the hub expects in the next envelope. */
  nextSequence: z.int().min(1),
});

export type ContactRequest = z.infer<typeof contactRequest>;
export type ContactAnswer = z.infer<typeof contactAnswer>;

/** What a hub remembers of its last contact with a workstation; number 0 and no token before the first. */
export interface KnownContact {
  readonly number: number;
  readonly token: string | null;
  /** What that contact named as its `previous`. */
  readonly past: readonly string[];
}

/** One that was on the way too long, or came twice: a later one has taken its place already. It changes nothing. */
export function isLate(known: KnownContact, { token }: Pick<ContactRequest, 'token'>): boolean {
  return known.token === token || known.past.includes(token);
}

/**
 * Whether the announced contact follows the one the hub knows.
 *
 *   the hub's token is among those before it         it does
 *   the hub's number is smaller than the one before  it does: the hub was restored from a backup and has forgotten some
 *   anything else                                    it does not: the hub has met a later, or another, copy
 */
export function isBehind(
  known: KnownContact,
  { number, previous }: Pick<ContactRequest, 'number' | 'previous'>,
): boolean {
  return known.token !== null && !previous.includes(known.token) && known.number >= number - 1;
}
