/** Check digits of a machine readable zone (ICAO 9303-3 §4.9): weights 7, 3, 1, modulo 10. */
import {
  type MrzCheckName,
  type MrzFormat,
  type MrzLayout,
  type MrzSpan,
  mrzChecks,
  mrzLayouts,
  sliceMrz,
} from './mrz-format.ts';

/** One check digit as printed, and as it should be. */
export interface MrzCheck {
  readonly name: MrzCheckName;
  readonly printed: string;
  readonly expected: string;
  readonly holds: boolean;
}

const weights = [7, 3, 1];

/** 0-9 count as themselves, A-Z as 10-35, the filler as 0. */
function checkValue(character: string): number {
  if (character === '<') return 0;
  const code = character.charCodeAt(0);
  return code >= 65 ? code - 55 : code - 48;
}

/**
 * The check digit of a stretch of A-Z, 0-9 and `<`.
 * Letters whose value is a multiple of ten from another's (G and 6, K and the filler) weigh the same: it cannot tell them apart.
 */
export function mrzCheckDigit(text: string): string {
  const sum = [...text].reduce((total, character, at) => total + checkValue(character) * (weights[at % 3] ?? 0), 0);
  return String(sum % 10);
}

/** A document number as printed: up to nine characters in its field, or longer and continued in the optional data. */
export interface MrzNumber {
  readonly number: string;
  /** What follows the continued number in the optional data, or all of it. */
  readonly restOfOptional: string;
  readonly check: MrzCheck;
}

/**
 * Reads the document number with its check digit. Where the check digit's place holds a filler, the number runs on at the start
 * of the optional data and ends there with its check digit (9303-5 §4.2.2 note j); issuers count the filler between
 * the two parts or leave it out, so either is accepted.
 */
export function readMrzNumber(lines: readonly string[], layout: MrzLayout): MrzNumber {
  const field = sliceMrz(lines, layout.documentNumber);
  const at = layout.checks['document-number']?.at ?? [0, 0, 0];
  const printed = sliceMrz(lines, at);
  const optional = layout.longNumberIn ? sliceMrz(lines, layout.longNumberIn) : '';
  const [continued = ''] = optional.split('<', 1);
  if (printed !== '<' || continued.length < 2 || field.includes('<')) {
    const expected = mrzCheckDigit(field);
    return {
      number: trimFillers(field),
      restOfOptional: optional,
      check: toCheck('document-number', printed, expected),
    };
  }
  const tail = continued.slice(0, -1);
  const digit = continued.slice(-1);
  const withFiller = mrzCheckDigit(`${field}<${tail}`);
  const expected = withFiller === digit ? withFiller : mrzCheckDigit(field + tail);
  return {
    number: field + tail,
    restOfOptional: optional.slice(continued.length),
    check: toCheck('document-number', digit, expected),
  };
}

function toCheck(name: MrzCheckName, printed: string, expected: string): MrzCheck {
  return { name, printed, expected, holds: printed === expected };
}

/** Fillers at both ends go, those inside become spaces. */
export function trimFillers(text: string): string {
  return text.replace(/<+/g, ' ').trim();
}

/** Every check digit of the format, in the order of the document. */
export function readMrzChecks(lines: readonly string[], format: MrzFormat): MrzCheck[] {
  const layout = mrzLayouts[format];
  return mrzChecks.flatMap((name) => {
    const rule = layout.checks[name];
    if (!rule) return [];
    if (name === 'document-number') return [readMrzNumber(lines, layout).check];
    return [checkStretch(lines, name, rule)];
  });
}

function checkStretch(
  lines: readonly string[],
  name: MrzCheckName,
  rule: { readonly at: MrzSpan; readonly covers: readonly MrzSpan[] },
): MrzCheck {
  const covered = rule.covers.map((span) => sliceMrz(lines, span)).join('');
  const printed = sliceMrz(lines, rule.at);
  // An empty personal number or an absent date may carry a filler in place of the digit 0 (9303-4 §4.2.2).
  const mayBeFiller = /^<+$/.test(covered) && name !== 'composite';
  const check = toCheck(name, printed, mrzCheckDigit(covered));
  return mayBeFiller && printed === '<' ? { ...check, holds: true } : check;
}
