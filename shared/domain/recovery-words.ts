/**
 * The printed recovery key as words: 256 bits and an 8-bit checksum are 24 words of the English list of BIP-39
 * (github.com/bitcoin/bips/blob/master/bip-0039.mediawiki), in every language of the interface. No two words of the list
 * share their first four letters.
 */
import { validateMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { err, ok, type Result } from '../lib/result.ts';
import { editDistance } from './edit-distance.ts';

export const RECOVERY_WORD_COUNT = 24;

/** So many letters tell every word of the list from every other. */
const TELLING_LETTERS = 4;
/** How many words are offered for a mistyped one, and how far they may be from it (1 = one wrong letter). */
const OFFERED = 3;
const OFFERED_WITHIN = 2;
/** A word that goes on as was typed is nearer than one with a wrong letter. */
const CONTINUATION = 0.25;

/** A word that does not stand in the list. */
export interface UnknownWord {
  /** Its place on the paper, from 1. */
  readonly number: number;
  readonly typed: string;
  /** The nearest words of the list, nearest first; may be empty. */
  readonly near: readonly string[];
}

export type RecoveryWordsProblem =
  | { readonly kind: 'unknown-words'; readonly words: readonly UnknownWord[] }
  /** Too few or too many. */
  | { readonly kind: 'count'; readonly found: number }
  /** Every word stands in the list, and together they are no key: one is another than on the paper, or two are exchanged. */
  | { readonly kind: 'checksum' };

const listed: ReadonlySet<string> = new Set(wordlist);
const byFirstLetters: ReadonlyMap<string, string> = new Map(
  wordlist.map((word) => [word.slice(0, TELLING_LETTERS), word]),
);

/** A letter and what hangs on it; numbering, punctuation, line breaks and direction marks only separate. */
const A_WORD = /\p{L}[\p{L}\p{M}\p{N}]*/gu;

const normalise = (typed: string): string => typed.normalize('NFKC').toLowerCase();

const wordsIn = (typed: string): readonly string[] => normalise(typed).match(A_WORD) ?? [];

/** How many words stand in what was typed, listed or not. */
export const countRecoveryWords = (typed: string): number => wordsIn(typed).length;

/**
 * The words of a typed or pasted recovery key, whole and in small letters.
 * @param typed in any case, numbered or not, on any number of lines; a word may end after its fourth letter or later.
 */
export function readRecoveryWords(typed: string): Result<readonly string[], RecoveryWordsProblem> {
  const given = wordsIn(typed);
  const words = given.map(listedWord);
  const unknown = given.flatMap((word, at) =>
    words[at] === null ? [{ number: at + 1, typed: word, near: nearestWords(word) }] : [],
  );
  if (unknown.length > 0) return err({ kind: 'unknown-words', words: unknown });
  if (given.length !== RECOVERY_WORD_COUNT) return err({ kind: 'count', found: given.length });
  const whole = words.filter((word) => word !== null);
  return validateMnemonic(whole.join(' '), wordlist) ? ok(whole) : err({ kind: 'checksum' });
}

/** Whether one typed word is this word of the key, in any case or shortened to its first four letters or more. */
export function isRecoveryWord(typed: string, word: string): boolean {
  const [only, ...more] = wordsIn(typed);
  return only !== undefined && more.length === 0 && listedWord(only) === word;
}

/** What was typed with its word of this number, from 1, replaced, and everything around it as it was. */
export function replaceRecoveryWord(typed: string, number: number, word: string): string {
  let at = 0;
  return typed.normalize('NFKC').replace(A_WORD, (before) => {
    at += 1;
    return at === number ? word : before;
  });
}

function listedWord(typed: string): string | null {
  if (listed.has(typed)) return typed;
  const word = byFirstLetters.get(typed.slice(0, TELLING_LETTERS));
  return typed.length >= TELLING_LETTERS && word?.startsWith(typed) ? word : null;
}

function nearestWords(typed: string): readonly string[] {
  const distance = (word: string) => (word.startsWith(typed) ? CONTINUATION : editDistance(typed, word));
  return wordlist
    .map((word) => ({ word, distance: distance(word) }))
    .filter((candidate) => candidate.distance <= OFFERED_WITHIN)
    .sort((one, other) => one.distance - other.distance)
    .slice(0, OFFERED)
    .map(({ word }) => word);
}
