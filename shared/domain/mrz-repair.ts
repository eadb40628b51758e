/** Offers the usual OCR confusions that would make the check digits of a misread machine readable zone right. */
import { type MrzReading, readMrzLines } from './mrz.ts';
import { readMrzChecks } from './mrz-check-digits.ts';
import { type MrzCheckName, type MrzFormat, type MrzSpan, mrzLayouts, sliceMrz } from './mrz-format.ts';
import { findMrzLines, type MrzLines } from './mrz-text.ts';

/** One character to exchange; line and column from 0. */
export interface MrzChange {
  readonly line: number;
  readonly column: number;
  readonly from: string;
  readonly to: string;
}

export interface MrzRepair {
  readonly changes: readonly MrzChange[];
  /** Every check digit of it holds. A person compares it with the document before using it. */
  readonly reading: MrzReading;
}

/** Characters that OCR takes for one another, the more usual first. */
const confusions: Readonly<Record<string, string>> = {
  '0': 'OQD',
  O: '0QD',
  Q: '0O',
  D: '0O',
  '1': 'IL',
  I: '1L',
  L: '1I',
  '2': 'Z',
  Z: '2',
  '5': 'S',
  S: '5',
  '6': 'G',
  G: '6',
  '8': 'B',
  B: '8',
  '4': 'A',
  A: '4',
  '7': 'T',
  T: '7',
  K: '<',
  C: '<',
  '<': 'KC',
};

const mostRepairs = 8;
const mostChangesPerField = 2;
const mostFixesPerField = 40;

/**
 * Repairs of text whose check digits do not hold, fewest changes first, at most eight; none where nothing plausible helps.
 * Not every misreading can be seen: G and 6, or K and a filler, weigh the same (ICAO 9303-3 §4.9).
 */
export function suggestRepairs(text: string, today: string): MrzRepair[] {
  const found = findMrzLines(text);
  if (!found.ok) return [];
  const forced = forcedChanges(found.value);
  const start = withChanges(found.value.lines, forced);
  const whole = combineFixes(start, found.value.format).map((changes) => [...forced, ...changes]);
  return whole
    .filter((changes) => changes.length > 0)
    .sort((a, b) => a.length - b.length)
    .slice(0, mostRepairs)
    .map((changes) => ({
      changes,
      reading: readMrzLines({ ...found.value, lines: withChanges(found.value.lines, changes) }, today),
    }));
}

function withChanges(lines: readonly string[], changes: readonly MrzChange[]): string[] {
  return lines.map((line, row) => {
    const letters = [...line];
    for (const change of changes) if (change.line === row) letters[change.column] = change.to;
    return letters.join('');
  });
}

/** Digits among letters and letters among digits can only be misreadings: names and countries hold no digits, dates no letters. */
function forcedChanges({ format, lines }: MrzLines): MrzChange[] {
  const layout = mrzLayouts[format];
  const digitSpans = [layout.birthDate, layout.expiryDate, ...checkDigitSpans(format)];
  return [
    ...[layout.names, layout.issuingState, layout.nationality].flatMap((span) => forceInto(lines, span, /[A-Z<]/)),
    ...digitSpans.flatMap((span) => forceInto(lines, span, /[0-9<]/)),
  ];
}

function checkDigitSpans(format: MrzFormat): MrzSpan[] {
  return Object.values(mrzLayouts[format].checks).map((check) => check.at);
}

function forceInto(lines: readonly string[], [line, start, end]: MrzSpan, allowed: RegExp): MrzChange[] {
  return [...sliceMrz(lines, [line, start, end])].flatMap((from, at) => {
    if (allowed.test(from)) return [];
    const to = [...(confusions[from] ?? '')].find((other) => allowed.test(other));
    return to ? [{ line, column: start + at, from, to }] : [];
  });
}

/** For each wrong check digit the fixes of its own stretch; together they must make every check digit right. */
function combineFixes(lines: readonly string[], format: MrzFormat): MrzChange[][] {
  const failed = failedChecks(lines, format);
  const own = failed.filter((name) => name !== 'composite');
  const onlyComposite = own.length === 0 && failed.length > 0;
  const choices = (onlyComposite ? failed : own).map((name) => fixesOf(lines, format, name));
  let sets: MrzChange[][] = [[]];
  for (const fixes of choices) sets = sets.flatMap((set) => fixes.map((fix) => [...set, ...fix])).slice(0, 2000);
  return sets.filter((set) => failedChecks(withChanges(lines, set), format).length === 0);
}

function failedChecks(lines: readonly string[], format: MrzFormat): MrzCheckName[] {
  return readMrzChecks(lines, format)
    .filter((check) => !check.holds)
    .map((check) => check.name);
}

/** Up to two exchanged characters in the stretch a check digit covers, or in the digit itself, after which it holds. */
function fixesOf(lines: readonly string[], format: MrzFormat, name: MrzCheckName): MrzChange[][] {
  const layout = mrzLayouts[format];
  const rule = layout.checks[name];
  if (!rule) return [];
  const alsoLong = name === 'document-number' && layout.longNumberIn ? [layout.longNumberIn] : [];
  const single = [...rule.covers, rule.at, ...alsoLong].flatMap((span) =>
    singleChanges(lines, span, digitsOnly(format, span)),
  );
  const depth = name === 'composite' ? 1 : mostChangesPerField;
  const tries = [...single.map((one) => [one]), ...(depth > 1 ? pairsOf(single) : [])];
  return tries
    .filter((set) => !failedChecks(withChanges(lines, set), format).includes(name))
    .slice(0, mostFixesPerField);
}

function digitsOnly(format: MrzFormat, span: MrzSpan): boolean {
  const layout = mrzLayouts[format];
  const numeric = [layout.birthDate, layout.expiryDate, ...checkDigitSpans(format)];
  return numeric.some((one) => one.every((value, at) => value === span[at]));
}

function singleChanges(lines: readonly string[], [line, start, end]: MrzSpan, onlyDigits: boolean): MrzChange[] {
  return [...sliceMrz(lines, [line, start, end])].flatMap((from, at) =>
    [...(confusions[from] ?? '')]
      .filter((to) => !onlyDigits || /[0-9<]/.test(to))
      .map((to) => ({ line, column: start + at, from, to })),
  );
}

function pairsOf(changes: readonly MrzChange[]): MrzChange[][] {
  return changes.flatMap((first, at) =>
    changes
      .slice(at + 1)
      .filter((second) => second.line !== first.line || second.column !== first.column)
      .map((second) => [first, second]),
  );
}
