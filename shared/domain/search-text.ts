/** What the full-text index stores, and the queries it is asked with: both folded alike, so that script and accents do not matter. */
import { foldText } from './fold-text.ts';

/** Words past this many in a search say nothing more. */
const mostWords = 12;

/**
 * The words under which a text is found: transliterated, without accents, lower case. Names and numbers written with
 * separators are found joined as well (`AB-123-CD` as `ab123cd`).
 */
export function searchTerms(text: string | readonly string[]): string {
  const parts = typeof text === 'string' ? [text] : text;
  return parts
    .map(termsOf)
    .filter((terms) => terms !== '')
    .join(' ');
}

function termsOf(part: string): string {
  const joined = (part.match(/[\p{L}\p{N}]+(?:[-./][\p{L}\p{N}]+)+/gu) ?? [])
    .filter((word) => /\d/.test(word))
    .map((word) => foldText(word).replaceAll(' ', ''));
  return [foldText(part), ...joined].filter((terms) => terms !== '').join(' ');
}

/**
 * An FTS4 query from what a person typed: every word must occur, each as the beginning of a word; quotes, operators and
 * column names of FTS4 have no effect. Null where nothing that can be searched was typed.
 */
export function ftsQuery(userText: string): string | null {
  const words = foldText(userText)
    .split(' ')
    .filter((word) => word !== '');
  if (words.length === 0) return null;
  return [...new Set(words)]
    .slice(0, mostWords)
    .map((word) => `${word}*`)
    .join(' ');
}
