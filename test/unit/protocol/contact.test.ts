import { describe, expect, it } from 'vitest';
import { isBehind, isLate } from '#shared/protocol/contact.ts';

const [A, B, C] = ['A', 'B', 'C'].map((letter) => letter.repeat(22)) as [string, string, string];
const known = (number: number, token: string | null, past: string[] = []) => ({ number, token, past });

describe('a contact', () => {
  it.each([
    ['the first one', known(0, null), { number: 1, previous: [] }, false],
    ['the one after the hub’s', known(7, A), { number: 8, previous: [A] }, false],
    ['the one after one whose answer was lost', known(8, B), { number: 8, previous: [A, B] }, false],
    ['the one after two that never arrived', known(7, A), { number: 8, previous: [A, B, C] }, false],
    ['of a copy that missed one', known(8, B), { number: 8, previous: [A] }, true],
    ['of a copy that missed many', known(90, B), { number: 8, previous: [A] }, true],
    ['of a copy from before the first contact', known(1, A), { number: 1, previous: [] }, true],
    ['of another copy that has met the hub as often', known(7, B), { number: 8, previous: [A] }, true],
    ['with a hub restored from a backup', known(5, B), { number: 8, previous: [A] }, false],
  ])('%s', (_which, hub, announced, behind) => {
    expect(isBehind(hub, announced)).toBe(behind);
  });

  it('that comes twice, or after the one that took its place, is neither behind nor new', () => {
    expect(isLate(known(8, B, [A]), { token: B })).toBe(true);
    expect(isLate(known(8, C, [A, B]), { token: B })).toBe(true);
    expect(isLate(known(8, B, [A]), { token: C })).toBe(false);
  });
});
