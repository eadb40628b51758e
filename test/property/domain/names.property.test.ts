import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, jaroWinkler } from '#shared/domain/edit-distance.ts';
import { compareNames } from '#shared/domain/name-similarity.ts';
import { foldName } from '#shared/domain/names.ts';
import { nominalKeys } from '#shared/domain/nominal-matching.ts';

const word = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnoprstuvyz'), minLength: 4, maxLength: 10 });
const name = fc.array(word, { minLength: 2, maxLength: 4 }).map((words) => words.join(' '));

describe('names', () => {
  it('are always scored between 0 and 1, whatever is written', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        (a, b) => {
          const { score } = compareNames(a, b);
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are the same as themselves in any letter case, and almost so in any order', () => {
    fc.assert(
      fc.property(name, (one) => {
        expect(compareNames(one, one.toUpperCase()).score).toBe(1);
        expect(compareNames(one, one.split(' ').reverse().join(' ')).score).toBeGreaterThan(0.97);
      }),
      { numRuns: 100 },
    );
  });

  it('score alike whichever comes first', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(compareNames(a, b).score).toBeCloseTo(compareNames(b, a).score, 6);
      }),
      { numRuns: 200 },
    );
  });

  it('share a look-up key with a copy in which one letter of one word is wrong', () => {
    fc.assert(
      fc.property(name, fc.nat(), fc.constantFrom(...'abcdefghijklmnoprstuvyz'), (one, at, letter) => {
        const place = at % one.length;
        fc.pre(one[place] !== ' ');
        const typed = one.slice(0, place) + letter + one.slice(place + 1);
        const keys = new Set(nominalKeys([one]));
        expect(nominalKeys([typed]).some((key) => keys.has(key))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('fold to plain ASCII, and folding twice changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const folded = foldName(text);
        expect(folded).toMatch(/^[a-z0-9 ]*$/);
        expect(foldName(folded)).toBe(folded);
      }),
      { numRuns: 300 },
    );
  });
});

describe('distances', () => {
  it('are zero only to oneself and the same both ways', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b)).toBeCloseTo(editDistance(b, a), 9);
        expect(editDistance(a, b) === 0).toBe(a === b);
        expect(jaroWinkler(a, a)).toBe(1);
        expect(jaroWinkler(a, b)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 300 },
    );
  });
});
