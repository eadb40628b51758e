import type { Verdict } from '#shared/protocol/acceptance.ts';
import { type AnswerCode, answers, isDecided } from '#shared/protocol/answers.ts';
import type { Envelope } from '#shared/protocol/envelope.ts';
import type { ErrorDetails } from '#shared/protocol/errors.ts';
import { answerKey, type StoredAnswer } from '../store/answers.ts';
import type { Objection } from './judge-envelope.ts';
import type { Offered } from './working-parts.ts';

/**
 * What is to be done with an offered envelope.
 * answer: nothing is written · accept · refuse: audited, and the answer stored unless the id is another's (`storedToo`) ·
 * same: the answer of an earlier one of this group.
 */
export type Ruling =
  | {
      readonly do: 'answer';
      readonly verdict: Verdict /** Decided before: the stored answer. */;
      readonly isKnown: boolean;
    }
  | { readonly do: 'accept'; readonly document: Envelope }
  | { readonly do: 'refuse'; readonly objection: Objection; readonly storedToo: boolean }
  | { readonly do: 'same'; readonly as: number };

export function makeVerdict(id: Verdict['id'], code: AnswerCode, details?: ErrorDetails): Verdict {
  const { class: kind, what, toDo, retryAfter } = answers[code];
  return { id, class: kind, code, what, toDo, ...(retryAfter && { retryAfter }), ...(details && { details }) };
}

/** Of an offered envelope among those of all bureaus. */
export const offeredKey = ({ caller, id }: Offered): string => answerKey({ bureau: caller.bureau, envelopeId: id });

export interface Known {
  /** Why this bureau has to wait, if it has, when so many of its envelopes were taken on in this group. */
  readonly limit: (bureau: string, taken: number) => Objection | null;
  readonly objections: ReadonlyMap<Offered, Objection | null>;
  readonly stored: ReadonlyMap<string, StoredAnswer>;
}

function undecided({ id }: Offered, { code, details }: Objection): Ruling {
  return { do: 'answer', verdict: makeVerdict(id, code, details), isKnown: false };
}

/** Of an envelope that is new and carries the expected number; anything but an answer uses the number up. */
function ruleOnNext(offered: Offered, { objections }: Known): Ruling {
  const objection = offered.envelope ? objections.get(offered) : offered.fault;
  if (objection && !isDecided(objection.code)) return undecided(offered, objection);
  if (objection || !offered.envelope) return { do: 'refuse', objection: objection ?? offered.fault, storedToo: true };
  return { do: 'accept', document: offered.envelope };
}

/** Rules on the envelopes in their order, and moves `next` (workstation → next sequence number) along. */
export function ruleOnEnvelopes(group: readonly Offered[], known: Known, next: Map<string, number>): Ruling[] {
  const decided = new Map<string, number>();
  const accepted = new Map<string, number>();
  const rulings: Ruling[] = [];
  const rule = (offered: Offered, index: number): Ruling => {
    const { sequence, contentSha256, caller } = offered;
    const expected = next.get(caller.workstation) ?? 1;
    const spendNumber = () => next.set(caller.workstation, expected + 1);
    const same = decided.get(offeredKey(offered));
    const stored = known.stored.get(offeredKey(offered));
    const earlier = same === undefined ? stored : group[same];
    const taken = accepted.get(caller.bureau) ?? 0;
    const limit = known.limit(caller.bureau, taken);
    if (earlier && earlier.contentSha256 !== contentSha256) {
      if (limit) return undecided(offered, limit);
      accepted.set(caller.bureau, taken + 1);
      // Another content under a known id: its number is used up if it was the next one.
      if (sequence === expected) spendNumber();
      const isAccepted = same === undefined ? stored?.verdict.class === 'accepted' : rulings[same]?.do === 'accept';
      const details = { before: isAccepted ? 'accepted' : 'refused' };
      return { do: 'refuse', objection: { code: 'id-reused', details }, storedToo: false };
    }
    if (same !== undefined) return { do: 'same', as: same };
    if (stored) return { do: 'answer', verdict: stored.verdict, isKnown: true };
    if (sequence > expected) return undecided(offered, { code: 'sequence-gap', details: { expected } });
    if (sequence < expected) return undecided(offered, { code: 'sequence-used', details: { expected } });
    const ruling = limit ? undecided(offered, limit) : ruleOnNext(offered, known);
    if (ruling.do === 'answer') return ruling;
    accepted.set(caller.bureau, taken + 1);
    spendNumber();
    decided.set(offeredKey(offered), index);
    return ruling;
  };
  for (const [index, offered] of group.entries()) rulings.push(rule(offered, index));
  return rulings;
}
