/** Dates of a machine readable zone: six characters YYMMDD without a century (ICAO 9303-3 §4.8). */
import { makePartialDate, type PartialDate, partialDateRange } from './partial-date.ts';

export type MrzDate =
  | { readonly kind: 'date'; readonly date: PartialDate }
  /** All fillers: no such date, or not known. */
  | { readonly kind: 'none' }
  | { readonly kind: 'impossible' };

/** Fillers and zeros stand for a part that is not known. */
function readPart(text: string): number | null {
  if (text === '<<' || text === '00') return 0;
  return /^\d\d$/.test(text) ? Number(text) : null;
}

/**
 * A date of birth: the latest century that does not lie after `today` (a full date `YYYY-MM-DD`).
 * Persons over a hundred are read a century too young; the zone cannot tell.
 */
export function mrzBirthDate(yymmdd: string, today: string): MrzDate {
  const century = Number(today.slice(0, 2)) * 100;
  return readMrzDate(yymmdd, (yearOfCentury, month, day) => {
    const thisCentury = makePartialDate(century + yearOfCentury, month, day);
    const isPast = thisCentury !== null && partialDateRange(thisCentury).earliest <= today;
    return isPast ? century + yearOfCentury : century - 100 + yearOfCentury;
  });
}

/** A date of expiry: the century that puts it nearest to `today`, from 50 years before it to 49 after. */
export function mrzExpiryDate(yymmdd: string, today: string): MrzDate {
  const now = Number(today.slice(0, 4));
  return readMrzDate(yymmdd, (yearOfCentury) => {
    const earliest = now - 50;
    return earliest + ((((yearOfCentury - earliest) % 100) + 100) % 100);
  });
}

type YearRule = (yearOfCentury: number, month: number, day: number) => number;

function readMrzDate(yymmdd: string, fullYear: YearRule): MrzDate {
  if (/^<{6}$/.test(yymmdd)) return { kind: 'none' };
  if (!/^\d\d/.test(yymmdd)) return { kind: 'impossible' };
  const [month, day] = [readPart(yymmdd.slice(2, 4)), readPart(yymmdd.slice(4, 6))];
  if (month === null || day === null) return { kind: 'impossible' };
  const date = makePartialDate(fullYear(Number(yymmdd.slice(0, 2)), month, day), month, day);
  return date === null ? { kind: 'impossible' } : { kind: 'date', date };
}
