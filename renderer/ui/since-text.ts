import type { Formats } from './formats.ts';

/** Today: the time of day; before: date and time. */
export function sinceText(formats: Formats, since: number, now: number): string {
  const isToday = new Date(since).toDateString() === new Date(now).toDateString();
  return isToday ? formats.time(since) : formats.dayAndTime(since);
}
