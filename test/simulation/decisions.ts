import type { HubRequest, HubResponse } from '#core/sync/transport.ts';
import type { Verdict } from '#shared/protocol/acceptance.ts';
import { isDecided } from '#shared/protocol/answers.ts';

/** An offer of envelopes as far as a simulation looks into it. */
export interface SeenOffer {
  readonly signatures: readonly string[];
  readonly codes: readonly Verdict['code'][];
}

/** What was offered, and what the hub said to it; no codes where it said nothing of the single envelopes. */
export function readOffer({ body }: HubRequest, answer: HubResponse): SeenOffer {
  const { envelopes } = JSON.parse(String(body)) as { envelopes: { signature: string }[] };
  const signatures = envelopes.map(({ signature }) => signature);
  if (answer.status >= 400) return { signatures, codes: [] };
  const { verdicts } = JSON.parse(Buffer.from(answer.body).toString('utf8')) as { verdicts: Verdict[] };
  return { signatures, codes: verdicts.map(({ code }) => code) };
}

/** Holds the hub to its word: what it has decided about an envelope it says of the same bytes whenever they come (promise D6). */
export class Decisions {
  readonly contradictions: string[] = [];
  /** By the envelope's signature, which the same content from the same workstation always has. */
  readonly #codes = new Map<string, Verdict['code']>();

  note(who: string, { signatures, codes }: SeenOffer): void {
    for (const [index, code] of codes.entries()) {
      const signature = signatures[index] ?? '';
      const before = this.#codes.get(signature);
      if (before === undefined && isDecided(code)) this.#codes.set(signature, code);
      if (before !== undefined && before !== code && !isOfItsId(before, code))
        this.contradictions.push(`the hub said ${before} of an envelope of ${who}, and then ${code}`);
    }
  }

  /** The hub was put back to a back-up: what it has decided since, it decides again. */
  forget(): void {
    this.#codes.clear();
  }
}

/** Its number was another's, it was accepted under another one since, and an older copy of the workstation offers it as it was at first. */
const isOfItsId = (before: Verdict['code'], code: Verdict['code']): boolean =>
  before === 'sequence-used' && code === 'id-reused';
