/** Times by which an answer is usually asked for. Ends of days are 18:00 by the clock of this machine. */
export const answerByChoices = ['in-1-hour', 'in-4-hours', 'today', 'tomorrow', 'in-3-days', 'in-7-days'] as const;
export type AnswerByChoice = (typeof answerByChoices)[number];

const HOUR = 60 * 60_000;
const END_OF_DAY = 18;

/** The moment a choice means, in milliseconds since 1970-01-01T00:00Z, seen from `now`. */
export function answerByInstant(choice: AnswerByChoice, now: number): number {
  switch (choice) {
    case 'in-1-hour':
      return nextMinute(now + HOUR);
    case 'in-4-hours':
      return nextMinute(now + 4 * HOUR);
    case 'today':
      return endOfDay(now, 0);
    case 'tomorrow':
      return endOfDay(now, 1);
    case 'in-3-days':
      return endOfDay(now, 3);
    case 'in-7-days':
      return endOfDay(now, 7);
  }
}

/** What can still be kept: "today" is not offered in the last hour before its end. */
export function offeredAnswerBy(now: number): readonly AnswerByChoice[] {
  return answerByChoices.filter((choice) => answerByInstant(choice, now) >= now + HOUR);
}

const nextMinute = (instant: number) => Math.ceil(instant / 60_000) * 60_000;

// By the calendar, not by adding hours: a day on which the clocks change is not 24 hours long.
function endOfDay(now: number, days: number): number {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days, END_OF_DAY).getTime();
}
