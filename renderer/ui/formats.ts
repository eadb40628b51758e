import { datePartsOf, type PartialDate } from '#shared/domain/partial-date.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const steps: readonly (readonly [limit: number, unit: Intl.RelativeTimeFormatUnit, size: number])[] = [
  [HOUR, 'minute', MINUTE],
  [DAY, 'hour', HOUR],
  [14 * DAY, 'day', DAY],
];

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** How the reader's language writes numbers, times and dates. English is written the international way: 3 April 1980, 24 hours. */
export interface Formats {
  readonly number: (value: number) => string;
  /** `2 h ago`; older than two weeks: the date. */
  readonly relative: (at: number, now: number) => string;
  /** Length of time in its largest unit, e.g. `12 min`; never negative. */
  readonly span: (milliseconds: number) => string;
  /** Date, time and zone. */
  readonly exact: (at: number) => string;
  readonly time: (at: number) => string;
  readonly day: (at: number) => string;
  readonly dayAndTime: (at: number) => string;
  /** As much as is known: `1980`, `April 1980`, `3 April 1980`. */
  readonly partialDate: (date: PartialDate) => string;
  /** `1.4 MB`. */
  readonly bytes: (size: number) => string;
  readonly list: (parts: readonly string[]) => string;
}

const tagOf = (language: string) => (language === 'en' ? 'en-GB' : language);

export function createFormats(language: string): Formats {
  const tag = tagOf(language);
  const number = new Intl.NumberFormat(tag);
  const ago = new Intl.RelativeTimeFormat(tag, { numeric: 'auto', style: 'short' });
  const exact = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeStyle: 'long' });
  const time = new Intl.DateTimeFormat(tag, { timeStyle: 'short' });
  const day = new Intl.DateTimeFormat(tag, { dateStyle: 'medium' });
  const dayAndTime = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' });
  const list = new Intl.ListFormat(tag, { type: 'conjunction' });
  return {
    number: (value) => number.format(value),
    relative: (at, now) => relativeTo(ago, day, at, now),
    span: (milliseconds) => spanOf(language, Math.max(0, milliseconds)),
    exact: (at) => exact.format(at),
    time: (at) => time.format(at),
    day: (at) => day.format(at),
    dayAndTime: (at) => dayAndTime.format(at),
    partialDate: (date) => formatPartialDate(tag, date),
    bytes: (size) => formatBytes(tag, size),
    list: (parts) => list.format(parts),
  };
}

function relativeTo(ago: Intl.RelativeTimeFormat, day: Intl.DateTimeFormat, at: number, now: number): string {
  const away = at - now;
  if (Math.abs(away) < MINUTE) return ago.format(0, 'second');
  const step = steps.find(([limit]) => Math.abs(away) < limit);
  return step ? ago.format(Math.trunc(away / step[2]), step[1]) : day.format(at);
}

function spanOf(language: string, milliseconds: number): string {
  const [unit, size] =
    milliseconds < HOUR
      ? (['minute', MINUTE] as const)
      : milliseconds < 2 * DAY
        ? (['hour', HOUR] as const)
        : (['day', DAY] as const);
  const value = Math.floor(milliseconds / size);
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
}

/** Dates of records have no zone: they are written as they stand. */
function formatPartialDate(tag: string, date: PartialDate): string {
  const { year, month, day } = datePartsOf(date);
  const at = new Date(Date.UTC(2000, (month ?? 1) - 1, day ?? 1));
  at.setUTCFullYear(year, (month ?? 1) - 1, day ?? 1);
  const options: Intl.DateTimeFormatOptions = {
    timeZone: 'UTC',
    year: 'numeric',
    ...(month === null ? {} : { month: 'long' }),
    ...(day === null ? {} : { day: 'numeric' }),
  };
  return new Intl.DateTimeFormat(tag, { ...options, calendar: 'gregory' }).format(at);
}

function formatBytes(tag: string, size: number): string {
  const step = Math.min(units.length - 1, size < 1 ? 0 : Math.floor(Math.log10(size) / 3));
  const unit = units[step] ?? 'byte';
  const format = new Intl.NumberFormat(tag, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: step > 1 ? 1 : 0,
  });
  return format.format(size / 1000 ** step);
}
