/** Dates of which only the year, or the year and the month, may be known: `YYYY[-MM[-DD]]`, as records and notices carry them. */
import { z } from 'zod';

const shape = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

/** `1980`, `1980-04` or `1980-04-03`; impossible days are refused. */
export const partialDate = z
  .string()
  .refine((text) => isCalendarDate(text), { message: 'not a date of the form YYYY[-MM[-DD]]' })
  .brand<'PartialDate'>();
export type PartialDate = z.infer<typeof partialDate>;

export interface DateParts {
  readonly year: number;
  /** 1-12, or null where unknown. */
  readonly month: number | null;
  /** 1-31, or null where unknown. */
  readonly day: number | null;
}

/** How two partial dates stand to each other; see `comparePartialDates`. */
export type DateAgreement = 'equal' | 'compatible' | 'swapped' | 'close' | 'different';

function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

function isCalendarDate(text: string): boolean {
  const found = shape.exec(text);
  if (!found) return false;
  const [year, month, day] = [Number(found[1]), Number(found[2] ?? 1), Number(found[3] ?? 1)];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/**
 * A partial date from numbers; 0 or null is an unknown month or day (documents print `00`).
 * Null where no such day exists, or where a day is given without its month.
 */
export function makePartialDate(year: number, month?: number | null, day?: number | null): PartialDate | null {
  if (day && !month) return null;
  const pad = (value: number, width: number) => String(value).padStart(width, '0');
  const text = [pad(year, 4), ...(month ? [pad(month, 2)] : []), ...(day ? [pad(day, 2)] : [])].join('-');
  return isCalendarDate(text) ? (text as PartialDate) : null;
}

export function datePartsOf(date: PartialDate): DateParts {
  const [year, month, day] = date.split('-').map(Number);
  return { year: year as number, month: month ?? null, day: day ?? null };
}

/** Whether day, month and year are all known. */
export function isFullDate(date: PartialDate): boolean {
  return date.length === 10;
}

/** The first and last day the date can mean, as full ISO dates: for ranges and for sorting. */
export function partialDateRange(date: PartialDate): { readonly earliest: string; readonly latest: string } {
  const { year, month, day } = datePartsOf(date);
  const lastMonth = month ?? 12;
  const earliest = makePartialDate(year, month ?? 1, day ?? 1);
  const latest = makePartialDate(year, lastMonth, day ?? daysInMonth(year, lastMonth));
  return { earliest: earliest ?? date, latest: latest ?? date };
}

/** Sort order: by the first day each can mean, the less precise one first. */
export function orderPartialDates(a: PartialDate, b: PartialDate): number {
  const [left, right] = [partialDateRange(a).earliest, partialDateRange(b).earliest];
  return left < right ? -1 : left > right ? 1 : a.length - b.length;
}

/**
 * Compares what is known on both sides:
 * equal (same precision, same value) · compatible (one is the other with less known) · swapped (day and month exchanged)
 * · close (one of the three parts differs, the year by one digit at most: a typing error) · different.
 */
export function comparePartialDates(a: PartialDate, b: PartialDate): DateAgreement {
  if (a === b) return 'equal';
  if (a.startsWith(b) || b.startsWith(a)) return 'compatible';
  if (!isFullDate(a) || !isFullDate(b)) return 'different';
  const [left, right] = [datePartsOf(a), datePartsOf(b)];
  if (left.year === right.year && left.month === right.day && left.day === right.month) return 'swapped';
  const sameYear = left.year === right.year;
  const wrongParts = [sameYear, left.month === right.month, left.day === right.day].filter((same) => !same).length;
  return wrongParts === 1 && (sameYear || isOneDigitOff(left.year, right.year)) ? 'close' : 'different';
}

function isOneDigitOff(a: number, b: number): boolean {
  const [left, right] = [String(a), String(b)];
  return left.length === right.length && [...left].filter((digit, at) => digit !== right[at]).length === 1;
}
