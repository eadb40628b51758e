import { describe, expect, it } from 'vitest';
import { answerClock, isSameDay } from '../../../../renderer/features/messages/answer-clock.ts';

const at = (hour: number, minute = 0) => new Date(2026, 10, 23, hour, minute).getTime();

describe('the clock of a request', () => {
  it('says nothing where no time was set', () => {
    expect(answerClock(null, false, at(12))).toEqual({ kind: 'none' });
  });

  it('stops when the answer was given, be it late', () => {
    expect(answerClock(at(10), true, at(12))).toEqual({ kind: 'answered' });
  });

  it('counts down to the time, counts that moment itself as kept, and counts up after it', () => {
    expect(answerClock(at(14), false, at(12))).toEqual({ kind: 'left', span: 2 * 3_600_000 });
    expect(answerClock(at(14), false, at(14))).toEqual({ kind: 'left', span: 0 });
    expect(answerClock(at(14), false, at(14, 1))).toEqual({ kind: 'overdue', span: 60_000 });
  });

  it('knows whether two moments are on one day of this machine', () => {
    expect(isSameDay(at(0), at(23, 59))).toBe(true);
    expect(isSameDay(at(23, 59), at(24))).toBe(false);
  });
});
