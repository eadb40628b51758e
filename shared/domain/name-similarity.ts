/**
 * How alike two personal names are, whatever the order and the script they are written in.
 * Tokens are aligned with one another; a name that only says less loses little, a name that says something else loses much.
 */
import { editDistance, jaroWinkler } from './edit-distance.ts';
import { type NameToken, nameTokens } from './names.ts';
import { phoneticKey } from './phonetic.ts';

/** How the weakest pair of tokens came to be taken for the same name. */
export type NameRelation = 'exact' | 'reordered' | 'partial' | 'initials' | 'phonetic' | 'similar';

export interface NameSimilarity {
  /** 0 to 1; 1 only where all tokens are the same in the same order. */
  readonly score: number;
  readonly relation: NameRelation;
}

/** Below this a pair of tokens is two different names. */
const lowestTokenSimilarity = 0.6;
const phoneticSimilarity = 0.9;
const initialSimilarity = 0.85;
/** Written as one word here and as two there; must then be all but the same. */
const lowestJoinedSimilarity = 0.85;
const longestJoin = 3;
/** Cost of a name that stands against another, and of one that only one side gives, per unit of weight. */
const conflictCost = 1.5;
const extraCost = 0.1;
const weakestTokenCost = 0.3;
/** Only an exact name may reach 1; the same tokens in another order come next, then everything else. */
const reorderedCeiling = 0.99;
const inexactCeiling = 0.97;

/** One or several neighbouring tokens of one side. */
interface TokenGroup {
  readonly places: readonly number[];
  readonly text: string;
  readonly weight: number;
}

interface TokenPair {
  readonly left: TokenGroup;
  readonly right: TokenGroup;
  readonly similarity: number;
  readonly relation: 'exact' | 'initials' | 'phonetic' | 'similar';
  readonly weight: number;
}

/** A token with its sound worked out once. */
export interface SignificantToken extends NameToken {
  readonly sound: string;
}

/** Compares two names as written; see `NameSimilarity`. Titles are not looked at. */
export function compareNames(a: string, b: string): NameSimilarity {
  return compareNameTokens(significantTokens(a), significantTokens(b));
}

/** The same on tokens prepared once with `significantTokens`, for many comparisons with one query. */
export function compareNameTokens(a: readonly SignificantToken[], b: readonly SignificantToken[]): NameSimilarity {
  const pairs = align(a, b);
  const matched = sum(pairs.map((pair) => pair.weight));
  if (matched === 0) return { score: 0, relation: 'similar' };
  const [leftOver, rightOver] = [weightLeft(a, pairs, 'left'), weightLeft(b, pairs, 'right')];
  const conflict = Math.min(leftOver, rightOver);
  const extra = Math.abs(leftOver - rightOver);
  const likeness = sum(pairs.map((pair) => pair.weight * pair.similarity));
  const weakest = Math.min(1, ...pairs.filter((pair) => pair.weight >= 0.5).map((pair) => pair.similarity));
  const raw =
    (likeness / (matched + conflictCost * conflict + extraCost * extra)) * (1 - weakestTokenCost * (1 - weakest));
  const relation = relationOf(pairs, leftOver + rightOver > 0, weakest);
  const ceiling = relation === 'exact' ? 1 : relation === 'reordered' ? reorderedCeiling : inexactCeiling;
  return { score: Math.min(raw, ceiling), relation };
}

/** The tokens that are compared: all but titles. */
export function significantTokens(name: string): SignificantToken[] {
  return nameTokens(name)
    .filter((token) => token.kind !== 'title')
    .map((token) => ({ ...token, sound: phoneticKey(token.text) }));
}

function relationOf(pairs: readonly TokenPair[], hasRest: boolean, weakest: number): NameRelation {
  const weakestPair = pairs.find((pair) => pair.similarity === weakest);
  if (weakest < 1 && weakestPair && weakestPair.relation !== 'exact') return weakestPair.relation;
  if (hasRest) return 'partial';
  const inOrder = pairs.every((pair) => pair.left.places[0] === pair.right.places[0]);
  return inOrder ? 'exact' : 'reordered';
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Long names say more than short ones, initials and particles little. */
function weightOf(token: SignificantToken): number {
  if (token.kind === 'particle') return 0.2;
  return token.kind === 'initial' ? 0.5 : Math.sqrt(token.text.length);
}

function weightLeft(tokens: readonly SignificantToken[], pairs: readonly TokenPair[], side: 'left' | 'right'): number {
  const used = new Set(pairs.flatMap((pair) => pair[side].places));
  return sum(tokens.map((token, at) => (used.has(at) ? 0 : weightOf(token))));
}

/** Best pairs first, each token once; where several are as good, the ones nearest in order. */
function align(a: readonly SignificantToken[], b: readonly SignificantToken[]): TokenPair[] {
  const possible = allPairs(a, b).sort(
    (x, y) => y.similarity * y.weight - x.similarity * x.weight || distance(x) - distance(y),
  );
  const [usedLeft, usedRight] = [new Set<number>(), new Set<number>()];
  return possible.filter(({ left, right }) => {
    if (left.places.some((at) => usedLeft.has(at)) || right.places.some((at) => usedRight.has(at))) return false;
    for (const at of left.places) usedLeft.add(at);
    for (const at of right.places) usedRight.add(at);
    return true;
  });
}

function distance({ left, right }: TokenPair): number {
  return Math.abs((left.places[0] ?? 0) - (right.places[0] ?? 0));
}

function allPairs(a: readonly SignificantToken[], b: readonly SignificantToken[]): TokenPair[] {
  const singles = a.flatMap((left, i) =>
    b.flatMap((right, j) => pairOf(groupOf(a, i, 1), groupOf(b, j, 1), compareTokens(left, right))),
  );
  return [...singles, ...joinedPairs(a, b, false), ...joinedPairs(b, a, true)];
}

function groupOf(tokens: readonly SignificantToken[], start: number, length: number): TokenGroup {
  const part = tokens.slice(start, start + length);
  return {
    places: part.map((_, at) => start + at),
    text: part.map((token) => token.text).join(''),
    weight: sum(part.map(weightOf)),
  };
}

type TokenLikeness = Pick<TokenPair, 'similarity' | 'relation'>;

function pairOf(left: TokenGroup, right: TokenGroup, likeness: TokenLikeness): TokenPair[] {
  if (likeness.similarity === 0) return [];
  return [{ left, right, ...likeness, weight: (left.weight + right.weight) / 2 }];
}

const different: TokenLikeness = { similarity: 0, relation: 'similar' };

function compareTokens(a: SignificantToken, b: SignificantToken): TokenLikeness {
  if ((a.kind === 'particle') !== (b.kind === 'particle')) return different;
  if (a.text === b.text) return { similarity: 1, relation: 'exact' };
  if (a.kind === 'initial' || b.kind === 'initial') {
    return a.text[0] === b.text[0] ? { similarity: initialSimilarity, relation: 'initials' } : different;
  }
  const written = writtenSimilarity(a.text, b.text);
  // One consonant is too little to go by.
  if (written < phoneticSimilarity && a.sound.length > 1 && a.sound === b.sound) {
    return { similarity: phoneticSimilarity, relation: 'phonetic' };
  }
  return written < lowestTokenSimilarity ? different : { similarity: written, relation: 'similar' };
}

function writtenSimilarity(a: string, b: string): number {
  const longer = Math.max(a.length, b.length);
  // No gap costs less than half: where the lengths alone are too far apart, the rest need not be worked out.
  const atBest = 1 - (Math.abs(a.length - b.length) * 0.5) / longer;
  return atBest < lowestTokenSimilarity ? 0 : 1 - editDistance(a, b) / longer;
}

/** One token of `single` against two or three neighbours of `several`: `Jan Daniel` and `JanDaniel`, `JC` and `Jean Claude`. */
function joinedPairs(
  single: readonly SignificantToken[],
  several: readonly SignificantToken[],
  swapped: boolean,
): TokenPair[] {
  return single.flatMap((token, i) => {
    if (token.kind === 'initial' || token.text.length < 2) return [];
    return neighbourGroups(several).flatMap((group) => {
      const one = groupOf(single, i, 1);
      const likeness = compareJoined(token.text, group, several);
      return swapped ? pairOf(group, one, likeness) : pairOf(one, group, likeness);
    });
  });
}

function neighbourGroups(tokens: readonly SignificantToken[]): TokenGroup[] {
  const lengths = Array.from({ length: longestJoin - 1 }, (_, at) => at + 2);
  return lengths.flatMap((length) =>
    tokens.slice(0, Math.max(0, tokens.length - length + 1)).map((_, start) => groupOf(tokens, start, length)),
  );
}

function compareJoined(text: string, group: TokenGroup, tokens: readonly SignificantToken[]): TokenLikeness {
  const initials = group.places.map((at) => tokens[at]?.text[0]).join('');
  if (text === initials) return { similarity: initialSimilarity, relation: 'initials' };
  if (text === group.text) return { similarity: 0.98, relation: 'similar' };
  const [short, long] = [Math.min(text.length, group.text.length), Math.max(text.length, group.text.length)];
  if (short / long < lowestJoinedSimilarity || jaroWinkler(text, group.text) < lowestJoinedSimilarity) return different;
  const written = writtenSimilarity(text, group.text);
  return written < lowestJoinedSimilarity ? different : { similarity: written, relation: 'similar' };
}
