import { describe, expect, it } from 'vitest';
import { atTimeOfDay, nextDays, readTimeOfDay } from '../../../../renderer/features/messages/time-of-day.ts';

describe('a typed time of day', () => {
  it.each([
    ['14:30', 14, 30],
    ['14.30', 14, 30],
    ['14h30', 14, 30],
    ['14h', 14, 0],
    ['1430', 14, 30],
    [' 9 ', 9, 0],
    ['0:05', 0, 5],
    ['١٤:٣٠', 14, 30],
  ])('reads %s', (typed, hour, minute) => {
    expect(readTimeOfDay(typed)).toEqual({ hour, minute });
  });

  it.each(['', '24:00', '12:60', '2:5', 'noon', '14:30:00', '-1'])('refuses %s', (typed) => {
    expect(readTimeOfDay(typed)).toBeNull();
  });

  it('is put on the chosen day', () => {
    const day = new Date(2026, 10, 24).getTime();
    expect(atTimeOfDay(day, { hour: 8, minute: 15 })).toBe(new Date(2026, 10, 24, 8, 15).getTime());
  });
});

describe('the days to choose from', () => {
  it('begin with today and miss none, whatever the clocks do', () => {
    const days = nextDays(new Date(2026, 2, 27, 23, 59).getTime(), 5).map((day) => new Date(day).getDate());
    expect(days).toEqual([27, 28, 29, 30, 31]);
  });
});
