import { describe, expect, it } from 'vitest';
import { type Known, offeredKey, ruleOnEnvelopes } from '#hub/services/rule-on-envelopes.ts';
import type { Offered } from '#hub/services/working-parts.ts';
import type { StoredAnswer } from '#hub/store/answers.ts';
import type { Envelope } from '#shared/protocol/envelope.ts';

const caller = { bureau: 'UTO', workstation: 'w', signingKey: '' };

/** An offered envelope; `content` stands for its hash. Null: its signature does not hold. */
function offer(id: string, sequence: number, content = id, isWhole = true): Offered {
  return {
    caller,
    id: id as Offered['id'],
    from: { bureau: 'UTO', workstation: 'w' },
    sequence,
    text: content,
    contentSha256: content,
    envelope: isWhole ? ({ id } as unknown as Envelope) : null,
    fault: { code: 'bad-signature' },
  };
}

const known = (more: Partial<Known> = {}): Known => ({
  limit: () => null,
  objections: new Map(),
  stored: new Map(),
  ...more,
});

/** The rulings as words, and the number expected afterwards. */
function rule(group: readonly Offered[], what = known(), expected = 1): string[] {
  const next = new Map([['w', expected]]);
  const words = ruleOnEnvelopes(group, what, next).map((ruling) => {
    if (ruling.do === 'answer') return `answer ${ruling.verdict.code}`;
    if (ruling.do === 'refuse') {
      const before = ruling.objection.details?.before;
      return `refuse ${ruling.objection.code}${before ? `, before ${before}` : ''}${ruling.storedToo ? '' : ', not stored'}`;
    }
    return ruling.do === 'same' ? `same as ${ruling.as}` : 'accept';
  });
  return [...words, `next ${next.get('w')}`];
}

describe('envelopes that are decided together', () => {
  it('are accepted in the order of their numbers', () => {
    expect(rule([offer('a', 1), offer('b', 2)])).toEqual(['accept', 'accept', 'next 3']);
  });

  it('wait for a number that is missing, and conflict with one that was used', () => {
    expect(rule([offer('a', 1), offer('b', 3), offer('c', 1)])).toEqual([
      'accept',
      'answer sequence-gap',
      'answer sequence-used',
      'next 2',
    ]);
  });

  it('get the same answer when one stands among them twice, and the stored one when it was decided before', () => {
    const verdict = { code: 'accepted' } as StoredAnswer['verdict'];
    const before = offer('old', 1);
    const stored = new Map([[offeredKey(before), { contentSha256: 'old', verdict }]]);
    expect(rule([before, offer('a', 2), offer('a', 2)], known({ stored }), 2)).toEqual([
      'answer accepted',
      'accept',
      'same as 1',
      'next 3',
    ]);
  });

  it('use their number up when they are refused, also under an id that is another’s', () => {
    const group = [
      offer('a', 1, 'a', false),
      offer('b', 2),
      offer('b', 3, 'other'),
      offer('b', 9, 'other'),
      offer('a', 4, 'other'),
      offer('c', 5),
    ];
    expect(rule(group)).toEqual([
      'refuse bad-signature',
      'accept',
      'refuse id-reused, before accepted, not stored',
      'refuse id-reused, before accepted, not stored',
      'refuse id-reused, before refused, not stored',
      'accept',
      'next 6',
    ]);
  });

  it('under a known id are told what became of the one that had it', () => {
    const group = [offer('a', 3), offer('b', 4)];
    const kept = (offered: Offered, kind: 'accepted' | 'conflict') =>
      [offeredKey(offered), { contentSha256: 'another', verdict: { class: kind } as StoredAnswer['verdict'] }] as const;
    const stored = new Map([kept(group[0] as Offered, 'accepted'), kept(group[1] as Offered, 'conflict')]);
    expect(rule(group, known({ stored }), 3)).toEqual([
      'refuse id-reused, before accepted, not stored',
      'refuse id-reused, before refused, not stored',
      'next 5',
    ]);
  });

  it('keep their number where nothing can be decided yet, and what follows waits', () => {
    const waiting = offer('a', 1);
    const objections = new Map([[waiting, { code: 'blob-incomplete' } as const]]);
    expect(rule([waiting, offer('b', 2)], known({ objections }))).toEqual([
      'answer blob-incomplete',
      'answer sequence-gap',
      'next 1',
    ]);
  });

  it('are held back by their bureau’s limit, counted within the group', () => {
    const limit = (_bureau: string, accepted: number) => (accepted >= 1 ? ({ code: 'rate-limited' } as const) : null);
    expect(rule([offer('a', 1), offer('b', 2)], known({ limit }))).toEqual(['accept', 'answer rate-limited', 'next 2']);
  });
});
