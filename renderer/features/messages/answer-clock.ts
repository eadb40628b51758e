/** The clock of a request: how long until it has to be answered. Spans in milliseconds, never negative. */
export type AnswerClock =
  | { readonly kind: 'none' }
  | { readonly kind: 'answered' }
  | { readonly kind: 'left' | 'overdue'; readonly span: number };

/** @param answerBy @param now milliseconds since 1970-01-01T00:00Z */
export function answerClock(answerBy: number | null, answered: boolean, now: number): AnswerClock {
  if (answerBy === null) return { kind: 'none' };
  if (answered) return { kind: 'answered' };
  return answerBy >= now ? { kind: 'left', span: answerBy - now } : { kind: 'overdue', span: now - answerBy };
}

/** Whether both fall on one day of this machine's calendar. */
export function isSameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}
