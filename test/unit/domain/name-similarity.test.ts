import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compareNames } from '#shared/domain/name-similarity.ts';
import { likelyNominalScore, nominalKeys } from '#shared/domain/nominal-matching.ts';

interface LabelledPair {
  readonly a: string;
  readonly b: string;
  readonly isMatch: boolean;
}

/** Labelled pairs of person names: opensanctions/nomenklatura, contrib/name_bench/cases.csv (about half of it), MIT. */
function labelledPairs(): LabelledPair[] {
  const [, ...rows] = readFileSync('../shared/vectors/person-name-pairs.csv', 'utf8').trim().split('\n');
  return rows.map((row) => {
    const cells = [...row.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map((cell) => cell[1] ?? cell[2] ?? '');
    return { a: cells[2] ?? '', b: cells[3] ?? '', isMatch: cells[4] === 'true' };
  });
}

function f1At(threshold: number, scored: readonly { readonly score: number; readonly isMatch: boolean }[]): number {
  const count = (isMatch: boolean, found: boolean) =>
    scored.filter((one) => one.isMatch === isMatch && one.score >= threshold === found).length;
  const found = count(true, true);
  return (2 * found) / (2 * found + count(false, true) + count(true, false));
}

describe('measured on labelled pairs that others collected', () => {
  const pairs = labelledPairs();
  const scored = pairs.map((pair) => ({ ...pair, score: compareNames(pair.a, pair.b).score }));

  it('reaches an F1 of 0.87 at its best threshold (measured: 0.891; plain Levenshtein on the same pairs: 0.66)', () => {
    expect(pairs).toHaveLength(302);
    const best = Math.max(...scored.map((one) => f1At(one.score, scored)));
    expect(best).toBeGreaterThanOrEqual(0.87);
  });

  it('reaches an F1 of 0.85 at the threshold the checks use (measured: 0.862)', () => {
    expect(f1At(likelyNominalScore, scored)).toBeGreaterThanOrEqual(0.85);
  });

  it('shares a look-up key between the two names of every true match', () => {
    const withoutKey = pairs
      .filter((pair) => pair.isMatch)
      .filter((pair) => {
        const keys = new Set(nominalKeys([pair.a]));
        return !nominalKeys([pair.b]).some((key) => keys.has(key));
      });
    expect(withoutKey).toEqual([]);
  });

  it('gives look-up keys that narrow: under a tenth of all pairs share one', () => {
    const names = [...new Set(pairs.flatMap((pair) => [pair.a, pair.b]))].map((name) => new Set(nominalKeys([name])));
    const all = names.flatMap((left, i) => names.slice(0, i).map((right) => [...left].some((key) => right.has(key))));
    expect(all.filter(Boolean).length / all.length).toBeLessThan(0.1);
  });
});

describe('names of invented people', () => {
  it.each([
    ['Karin Oldenfeldt', 'Karin Oldenfeldt'],
    ['OLDENFELDT, Karin', 'Karin Oldenfeldt'],
    ['Dr. Karin Oldenfeldt', 'Karin Oldenfeldt'],
    ['Karin Oldenfeldt', 'Karin Maria Oldenfeldt'],
    ['K. Oldenfeldt', 'Karin Oldenfeldt'],
    ['Karin Oldenfelt', 'Karin Oldenfeldt'],
    ['Iosif Beruashvily', 'Yosef Beruashvily'],
    ['Анна Зорькова', 'Anna Zorkova'],
    ['محمد المنصوري', 'Mohammed al-Mansouri'],
    ['Joussef Benhaddou', 'Yusuf Benhaddou'],
  ])('%s against %s is a likely match', (a, b) => {
    expect(compareNames(a, b).score).toBeGreaterThanOrEqual(likelyNominalScore);
  });

  it.each([
    ['Karin Oldenfeldt', 'Karin Oldenfeldt', 'exact'],
    ['OLDENFELDT, Karin', 'Karin Oldenfeldt', 'reordered'],
    ['Karin Oldenfeldt', 'Karin Maria Oldenfeldt', 'partial'],
    ['K. Oldenfeldt', 'Karin Oldenfeldt', 'initials'],
    ['Karin Oldenfelt', 'Karin Oldenfeldt', 'similar'],
    ['Mohamed Tazirti', 'Muhammad Tazirti', 'phonetic'],
  ] as const)('%s against %s is explained as %s', (a, b, relation) => {
    expect(compareNames(a, b).relation).toBe(relation);
  });

  it.each([
    ['Karin Oldenfeldt', 'Karin Brückmann'],
    ['Karin Oldenfeldt', 'Peter Oldenfeldt'],
    ['Karin Oldenfeldt', 'Pavel Zorin'],
    ['bin al', 'Karin Oldenfeldt'],
    ['', 'Karin Oldenfeldt'],
  ])('%s against %s is no likely match', (a, b) => {
    expect(compareNames(a, b).score).toBeLessThan(likelyNominalScore);
  });

  it('ranks exact above reordered above everything else', () => {
    const scores = ['Karin Oldenfeldt', 'Oldenfeldt Karin', 'Karin Oldenfeld', 'Karin Ann Oldenfeldt'].map(
      (name) => compareNames('Karin Oldenfeldt', name).score,
    );
    expect(scores[0]).toBe(1);
    expect(scores[1]).toBeLessThan(1);
    expect(Math.max(...scores.slice(2))).toBeLessThan(scores[1] ?? 0);
  });
});
