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
  /** Of a share from 0 to 1, in whole parts of a hundred, rounded down: what is not all is never shown as all. */
  readonly percent: (share: number) => string;
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
  const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 0 });
  const ago = new Intl.RelativeTimeFormat(tag, { numeric: 'auto', style: 'short' });
  const exact = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeStyle: 'long' });
  const time = new Intl.DateTimeFormat(tag, { timeStyle: 'short' });
  const day = new Intl.DateTimeFormat(tag, { dateStyle: 'medium' });
  const dayAndTime = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' });
  const list = new Intl.ListFormat(tag, { type: 'conjunction' });
  return {
    number: (value) => number.format(value),
    percent: (share) => percent.format(Math.floor(share * 100) / 100),
    relative: (at, now) => relativeTo(ago, day, at, now),
    span: createSpan(language),
    exact: (at) => exact.format(at),
    time: (at) => keepTogether(time.format(at)),
    day: (at) => day.format(at),
    dayAndTime: (at) => keepTogether(dayAndTime.format(at)),
    partialDate: createPartialDate(tag),
    bytes: (size) => formatBytes(tag, size),
    list: (parts) => list.format(parts),
  };
}

/** A line never ends between the time and the word for the half of the day, as Arabic has it. */
const keepTogether = (time: string): string => time.replace(/ (?=\p{L}+$)/u, '\u00a0');

function relativeTo(ago: Intl.RelativeTimeFormat, day: Intl.DateTimeFormat, at: number, now: number): string {
  const away = at - now;
  if (Math.abs(away) < MINUTE) return ago.format(0, 'second');
  const step = steps.find(([limit]) => Math.abs(away) < limit);
  return step ? ago.format(Math.trunc(away / step[2]), step[1]) : day.format(at);
}

type SpanUnit = 'minute' | 'hour' | 'day';

const spanUnit = (milliseconds: number): readonly [SpanUnit, number] => {
  if (milliseconds < 2 * HOUR) return ['minute', MINUTE];
  return milliseconds < 2 * DAY ? ['hour', HOUR] : ['day', DAY];
};

function createSpan(language: string): (milliseconds: number) => string {
  const unitFormat = (unit: SpanUnit) => new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' });
  const formats = { minute: unitFormat('minute'), hour: unitFormat('hour'), day: unitFormat('day') };
  return (milliseconds) => {
    const [unit, size] = spanUnit(milliseconds);
    return formats[unit].format(Math.floor(Math.max(0, milliseconds) / size));
  };
}

/** Dates of records have no zone: they are written as they stand. */
function createPartialDate(tag: string): (date: PartialDate) => string {
  const options = { timeZone: 'UTC', calendar: 'gregory', year: 'numeric' } as const;
  const year = new Intl.DateTimeFormat(tag, options);
  const month = new Intl.DateTimeFormat(tag, { ...options, month: 'long' });
  const day = new Intl.DateTimeFormat(tag, { ...options, month: 'long', day: 'numeric' });
  return (date) => {
    const parts = datePartsOf(date);
    const at = new Date(0);
    at.setUTCFullYear(parts.year, (parts.month ?? 1) - 1, parts.day ?? 1);
    if (parts.month === null) return year.format(at);
    return (parts.day === null ? month : day).format(at);
  };
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
