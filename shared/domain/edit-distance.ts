/** How far two written tokens are apart, counting less what hands, machines and transliterations confuse. */

const soundAlike = ['ckq', 'iy', 'sz', 'vw', 'fp', 'dt', 'gk', 'jy', 'gj'];
const lookAlike = ['o0', 'i1', 'l1', 'e3', 's5', 'b8', 'z2', 'g9', 'g6', 'a4', 't7'];
const vowels = 'aeiouy';

/** What it costs to take one character for another, by the two characters; 1 where not listed. */
const substitutionCosts: ReadonlyMap<string, number> = new Map([
  ...pairCosts([vowels], 0.7),
  ...pairCosts(soundAlike, 0.5),
  ...pairCosts(lookAlike, 0.3),
]);

function pairCosts(groups: readonly string[], cost: number): [string, number][] {
  return groups.flatMap((group) => [...group].flatMap((a) => [...group].map((b): [string, number] => [a + b, cost])));
}

function substitutionCost(a: string, b: string): number {
  return a === b ? 0 : (substitutionCosts.get(a + b) ?? 1);
}

/** Leaving out one of a doubled letter, or an h, costs half. */
function gapCost(text: string, at: number): number {
  const letter = text[at];
  return letter === text[at - 1] || letter === 'h' ? 0.5 : 1;
}

/**
 * Weighted Damerau-Levenshtein distance (with adjacent exchanges) between two lower-case ASCII tokens;
 * 1 = one ordinary wrong letter.
 */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = [0];
  for (let j = 1; j <= b.length; j++) last.push((last[j - 1] ?? 0) + gapCost(b, j - 1));
  for (let i = 1; i <= a.length; i++) {
    const row = [(last[0] ?? 0) + gapCost(a, i - 1)];
    for (let j = 1; j <= b.length; j++) row.push(cheapest(a, b, i, j, row, last, beforeLast));
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

function cheapest(
  a: string,
  b: string,
  i: number,
  j: number,
  row: number[],
  last: number[],
  beforeLast: number[],
): number {
  const [left, right] = [a[i - 1] ?? '', b[j - 1] ?? ''];
  const replaced = (last[j - 1] ?? 0) + substitutionCost(left, right);
  const leftOut = (last[j] ?? 0) + gapCost(a, i - 1);
  const added = (row[j - 1] ?? 0) + gapCost(b, j - 1);
  const exchanged = i > 1 && j > 1 && left === b[j - 2] && right === a[i - 2] ? (beforeLast[j - 2] ?? 0) + 1 : Infinity;
  return Math.min(replaced, leftOut, added, exchanged);
}

/** Jaro-Winkler similarity, 0 to 1: forgiving of exchanged letters, kind to a common beginning. */
export function jaroWinkler(a: string, b: string): number {
  const base = jaro(a, b);
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix++;
  return base + prefix * 0.1 * (1 - base);
}

function jaro(a: string, b: string): number {
  if (a === b) return 1;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken = new Set<number>();
  const fromA = [...a].filter((letter, i) => takeWithin(b, letter, i, reach, taken));
  if (fromA.length === 0) return 0;
  const fromB = [...taken].sort((x, y) => x - y).map((at) => b[at]);
  const exchanged = fromA.filter((letter, at) => letter !== fromB[at]).length / 2;
  return (fromA.length / a.length + fromA.length / b.length + (fromA.length - exchanged) / fromA.length) / 3;
}

function takeWithin(text: string, letter: string, at: number, reach: number, taken: Set<number>): boolean {
  for (let j = Math.max(0, at - reach); j <= Math.min(text.length - 1, at + reach); j++) {
    if (text[j] === letter && !taken.has(j)) {
      taken.add(j);
      return true;
    }
  }
  return false;
}
