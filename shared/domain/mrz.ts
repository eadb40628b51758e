/** Reads the machine readable zone of a travel document or visa in any of the five ICAO 9303 formats. */
import { err, ok, type Result } from '../lib/result.ts';
import { isTravelDocumentState } from './countries.ts';
import { type MrzCheck, type MrzNumber, readMrzChecks, readMrzNumber, trimFillers } from './mrz-check-digits.ts';
import { type MrzDate, mrzBirthDate, mrzExpiryDate } from './mrz-date.ts';
import { type MrzCheckName, type MrzFormat, type MrzLayout, mrzLayouts, sliceMrz } from './mrz-format.ts';
import { findMrzLines, type MrzLines, type MrzTextNote, type MrzTextProblem } from './mrz-text.ts';
import type { PartialDate } from './partial-date.ts';
import type { Sex } from './sex.ts';
import type { DocumentType } from './travel-document.ts';

/** What a person should look at although the zone could be read. */
export type MrzWarning =
  | MrzTextNote
  | 'unknown-issuing-state'
  | 'unknown-nationality'
  | 'birth-date-impossible'
  | 'expiry-date-impossible'
  | 'sex-unreadable'
  | 'names-may-be-truncated'
  | 'names-hold-digits';

export interface MrzReading {
  readonly format: MrzFormat;
  readonly lines: readonly string[];
  /** As printed, e.g. `P`, `ID`, `V`. */
  readonly documentCode: string;
  readonly documentType: DocumentType;
  /** ICAO code of the issuing state or organisation; one letter for Germany. */
  readonly issuingState: string;
  readonly nationality: string;
  readonly documentNumber: string;
  /** Null where not given or impossible. */
  readonly birthDate: PartialDate | null;
  /** Null where the document has none (`<<<<<<`) or it is impossible. */
  readonly expiryDate: PartialDate | null;
  readonly sex: Sex;
  readonly surname: string;
  readonly givenNames: string;
  /** Personal number and other optional data that are not empty, in the order of the document. */
  readonly optionalData: readonly string[];
  readonly checks: readonly MrzCheck[];
  readonly warnings: readonly MrzWarning[];
}

export type MrzProblem =
  | MrzTextProblem
  /** The zone was found and read, but these check digits do not fit: something was misread, or the document is false. */
  | { readonly kind: 'check-digits'; readonly failed: readonly MrzCheckName[]; readonly reading: MrzReading };

/**
 * Reads text that holds a machine readable zone in any shape.
 * `today`, a full date `YYYY-MM-DD`, decides the century of the dates.
 * Errors: empty · characters · length (what was found and what the formats want) · check-digits (with the reading, so that a person can compare).
 */
export function readMrz(text: string, today: string): Result<MrzReading, MrzProblem> {
  const found = findMrzLines(text);
  if (!found.ok) return found;
  const reading = readMrzLines(found.value, today);
  const failed = reading.checks.filter((check) => !check.holds).map((check) => check.name);
  return failed.length === 0 ? ok(reading) : err({ kind: 'check-digits', failed, reading });
}

/** Reads lines that are already known to have the right shape, whether or not their check digits hold. */
export function readMrzLines({ format, lines, notes }: MrzLines, today: string): MrzReading {
  const layout = mrzLayouts[format];
  const field = (span: MrzLayout['sex']) => sliceMrz(lines, span);
  const number = readMrzNumber(lines, layout);
  const [surname = '', ...given] = field(layout.names).split('<<');
  const birth = mrzBirthDate(field(layout.birthDate), today);
  const expiry = mrzExpiryDate(field(layout.expiryDate), today);
  const documentCode = trimFillers(field(layout.documentCode));
  const issuingState = trimFillers(field(layout.issuingState));
  const nationality = trimFillers(field(layout.nationality));
  return {
    format,
    lines,
    documentCode,
    documentType: documentTypeOf(documentCode, format, issuingState, nationality),
    issuingState,
    nationality,
    documentNumber: number.number,
    birthDate: dateOrNull(birth),
    expiryDate: dateOrNull(expiry),
    sex: readSex(field(layout.sex)),
    surname: trimFillers(surname),
    givenNames: trimFillers(given.join('<')),
    optionalData: readOptionalData(lines, layout, number),
    checks: readMrzChecks(lines, format),
    warnings: [...notes, ...findWarnings(lines, layout, birth, expiry)],
  };
}

function dateOrNull(date: MrzDate): PartialDate | null {
  return date.kind === 'date' ? date.date : null;
}

/** A filler is "unspecified" (9303-3 §4.2.2.2); some states print X. */
function readSex(character: string): Sex {
  if (character === 'M' || character === 'F') return character;
  return character === '<' || character === 'X' ? 'X' : 'U';
}

function readOptionalData(lines: readonly string[], layout: MrzLayout, number: MrzNumber): string[] {
  return layout.optionalData
    .map((span) =>
      span === layout.longNumberIn || isSame(span, layout.longNumberIn) ? number.restOfOptional : sliceMrz(lines, span),
    )
    .map(trimFillers)
    .filter((data) => data !== '');
}

function isSame(a: MrzLayout['sex'], b: MrzLayout['longNumberIn']): boolean {
  return b !== null && a.every((value, at) => value === b[at]);
}

/**
 * Second letters that mean the same wherever they are used (AC is reserved for crew, 9303-5); issuers use others as they like,
 * so those are left alone and the code itself is shown.
 */
const typeOfCode: Readonly<Record<string, DocumentType>> = {
  PD: 'diplomatic-passport',
  PO: 'service-passport',
  AC: 'crew-certificate',
  IR: 'residence-permit',
};

/** What the holder or the issuer makes of a passport: stateless persons, refugees, United Nations staff (9303-3 §5). */
const typeOfSpecialCode: Readonly<Record<string, DocumentType>> = {
  XXA: 'stateless-travel-document',
  XXB: 'refugee-travel-document',
  XXC: 'refugee-travel-document',
  UNO: 'laissez-passer',
  UNA: 'laissez-passer',
};

function documentTypeOf(code: string, format: MrzFormat, issuer: string, nationality: string): DocumentType {
  if (format === 'MRV-A' || format === 'MRV-B') return 'visa';
  const named = typeOfCode[code];
  if (named) return named;
  if (code.startsWith('P')) return typeOfSpecialCode[nationality] ?? typeOfSpecialCode[issuer] ?? 'passport';
  return /^[ACI]/.test(code) ? 'identity-card' : 'other';
}

function findWarnings(lines: readonly string[], layout: MrzLayout, birth: MrzDate, expiry: MrzDate): MrzWarning[] {
  const names = sliceMrz(lines, layout.names);
  const sex = sliceMrz(lines, layout.sex);
  const findings: readonly (readonly [boolean, MrzWarning])[] = [
    [!isTravelDocumentState(trimFillers(sliceMrz(lines, layout.issuingState))), 'unknown-issuing-state'],
    [!isTravelDocumentState(trimFillers(sliceMrz(lines, layout.nationality))), 'unknown-nationality'],
    [birth.kind === 'impossible', 'birth-date-impossible'],
    [expiry.kind === 'impossible', 'expiry-date-impossible'],
    [readSex(sex) === 'U', 'sex-unreadable'],
    // A name field filled to its last place has usually been cut (9303-3 §4.6).
    [!names.endsWith('<'), 'names-may-be-truncated'],
    [/\d/.test(names), 'names-hold-digits'],
  ];
  return findings.filter(([holds]) => holds).map(([, warning]) => warning);
}
