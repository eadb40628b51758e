/** Reads dates as people paste them, and says so where day and month could be exchanged. */
import { err, ok, type Result } from '../lib/result.ts';
import { monthOfName } from './month-names.ts';
import { makePartialDate, type PartialDate, partialDate } from './partial-date.ts';

/** All meanings the text can have, day-before-month first; more than one = ambiguous, and a person must choose. */
export interface PastedDate {
  readonly readings: readonly [PartialDate, ...PartialDate[]];
  readonly ambiguous: boolean;
}

type DateProblem = 'not-a-date' | 'no-such-day' | 'two-digit-year';

/** Digits of Arabic, Persian and full-width writing become ASCII; no-break spaces become spaces. */
function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[\u2010-\u2015]/g, '-')
    .trim()
    .toLowerCase();
}

/**
 * Reads `1980`, `1980-04`, `1980/4/3`, `19800403`, `03.04.1980`, `4/1980`, `3 April 1980`, `April 3, 1980`, `3 abr. 1980`,
 * month names in English, French, Spanish and Arabic; `00` and `XX` are an unknown day or month.
 * Errors: not-a-date · no-such-day (31 April) · two-digit-year (the century is never guessed from pasted text).
 */
export function parsePastedDate(text: string): Result<PastedDate, DateProblem> {
  const plain = plainText(text);
  const iso = partialDate.safeParse(plain);
  if (iso.success) return toPasted([iso.data]);
  return parseNumbers(plain) ?? parseNamedMonth(plain) ?? err('not-a-date');
}

function toPasted(candidates: readonly (PartialDate | null)[]): Result<PastedDate, DateProblem> {
  const [first, ...rest] = [...new Set(candidates.filter((one) => one !== null))];
  if (first === undefined) return err('no-such-day');
  return ok({ readings: [first, ...rest], ambiguous: rest.length > 0 });
}

const separated = /^([\dx]{1,4})[-/. ]+([\dx]{1,4})(?:[-/. ]+([\dx]{1,4}))?\.?$/;

function parseNumbers(plain: string): Result<PastedDate, DateProblem> | null {
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(plain);
  if (compact) return toPasted([makePartialDate(Number(compact[1]), Number(compact[2]), Number(compact[3]))]);
  const found = separated.exec(plain);
  if (!found) return null;
  const parts = found.slice(1).filter((part) => part !== undefined);
  const numbers = parts.map((part) => (/^x+$/.test(part) ? 0 : Number(part)));
  if (numbers.some(Number.isNaN)) return null;
  return readOrders(parts, numbers);
}

function readOrders(parts: readonly string[], numbers: readonly number[]): Result<PastedDate, DateProblem> | null {
  const [a = 0, b = 0, c = 0] = numbers;
  if (parts.some((part, at) => part.length > 2 && at !== 0 && at !== parts.length - 1)) return null;
  if (parts[0]?.length === 4) return toPasted([makePartialDate(a, b, c)]);
  if (parts.at(-1)?.length !== 4) return parts.length === 3 ? err('two-digit-year') : null;
  if (parts.length === 2) return toPasted([makePartialDate(b, a)]);
  return toPasted([makePartialDate(c, b, a), makePartialDate(c, a, b)]);
}

function parseNamedMonth(plain: string): Result<PastedDate, DateProblem> | null {
  const words = plain
    .split(/[\s,.\-/]+/)
    .filter((word) => word !== '' && !/^(de|del|of|the|le|el|عام|سنة)$/.test(word));
  const numbers = words
    .filter((word) => /^\d+(st|nd|rd|th|er|re|º|o)?$/.test(word))
    .map((word) => Number.parseInt(word, 10));
  const month = monthOfName(words.filter((word) => !/^\d/.test(word)).join(' '));
  if (month === null || numbers.length === 0 || numbers.length > 2) return null;
  const year = numbers.find((number) => number > 999);
  if (year === undefined) return err('two-digit-year');
  const day = numbers.find((number) => number !== year);
  return toPasted([makePartialDate(year, month, day)]);
}
