import { describe, expect, it } from 'vitest';
import {
  comparePartialDates,
  makePartialDate,
  orderPartialDates,
  partialDate,
  partialDateRange,
} from '#shared/domain/partial-date.ts';

const date = (text: string) => partialDate.parse(text);

describe('partial dates', () => {
  it.each(['1980', '1980-04', '1980-04-03', '2000-02-29'])('accepts %s', (text) => {
    expect(partialDate.safeParse(text).success).toBe(true);
  });

  it.each(['80', '1980-13', '1980-04-31', '1900-02-29', '1980-4-3', '0000', '1980-04-03T00:00'])(
    'refuses %s',
    (text) => {
      expect(partialDate.safeParse(text).success).toBe(false);
    },
  );

  it('reads 00 as an unknown month or day, and refuses a day without its month', () => {
    expect(makePartialDate(1980, 0, 0)).toBe('1980');
    expect(makePartialDate(1980, 4, 0)).toBe('1980-04');
    expect(makePartialDate(1980, 0, 3)).toBeNull();
  });

  it.each([
    ['1980-04-03', '1980-04-03', 'equal'],
    ['1980', '1980', 'equal'],
    ['1980', '1980-04-03', 'compatible'],
    ['1980-04-03', '1980-04', 'compatible'],
    ['1980-04-03', '1980-03-04', 'swapped'],
    ['1980-04-03', '1980-04-13', 'close'],
    ['1980-04-03', '1990-04-03', 'close'],
    ['1980-04-03', '1972-04-03', 'different'],
    ['1980-04-03', '1981-05-03', 'different'],
    ['1980', '1981', 'different'],
    ['1980-04', '1980-05', 'different'],
  ] as const)('%s against %s is %s, whichever comes first', (a, b, expected) => {
    expect(comparePartialDates(date(a), date(b))).toBe(expected);
    expect(comparePartialDates(date(b), date(a))).toBe(expected);
  });

  it('sorts by the first day a date can mean and knows the last', () => {
    expect(['1980-04-03', '1980', '1979-12', '1980-04'].map(date).sort(orderPartialDates)).toEqual([
      '1979-12',
      '1980',
      '1980-04',
      '1980-04-03',
    ]);
    expect(partialDateRange(date('1980-02'))).toEqual({ earliest: '1980-02-01', latest: '1980-02-29' });
  });
});
