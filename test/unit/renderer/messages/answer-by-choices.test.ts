import { describe, expect, it } from 'vitest';
import { answerByInstant, offeredAnswerBy } from '../../../../renderer/features/messages/answer-by-choices.ts';

const local = (day: number, hour: number, minute = 0, second = 0) =>
  new Date(2026, 10, day, hour, minute, second).getTime();

describe('the usual times to answer by', () => {
  it('ends days at 18:00 by the calendar of this machine', () => {
    const now = local(23, 9, 30);
    expect(answerByInstant('today', now)).toBe(local(23, 18));
    expect(answerByInstant('tomorrow', now)).toBe(local(24, 18));
    expect(answerByInstant('in-3-days', now)).toBe(local(26, 18));
    expect(answerByInstant('in-7-days', now)).toBe(local(30, 18));
  });

  it('never gives less than the hours it names: a begun minute is rounded up', () => {
    expect(answerByInstant('in-1-hour', local(23, 9, 30, 20))).toBe(local(23, 10, 31));
    expect(answerByInstant('in-4-hours', local(23, 9, 30))).toBe(local(23, 13, 30));
  });

  it('runs over the end of a month', () => {
    expect(answerByInstant('in-3-days', local(29, 9))).toBe(new Date(2026, 11, 2, 18).getTime());
  });

  it('no longer offers today when less than an hour of it is left', () => {
    expect(offeredAnswerBy(local(23, 17))).toContain('today');
    expect(offeredAnswerBy(local(23, 17, 1))).not.toContain('today');
    expect(offeredAnswerBy(local(23, 23))).toEqual(['in-1-hour', 'in-4-hours', 'tomorrow', 'in-3-days', 'in-7-days']);
  });
});
