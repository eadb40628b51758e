import { describe, expect, it } from 'vitest';
import { mrzBirthDate, mrzExpiryDate } from '#shared/domain/mrz-date.ts';

const today = '2026-11-23';

describe('dates of a machine readable zone', () => {
  it.each([
    ['740812', '1974-08-12'],
    ['261123', '2026-11-23'],
    ['261124', '1926-11-24'],
    ['000229', '2000-02-29'],
    ['74<<<<', '1974'],
    ['7408<<', '1974-08'],
    ['740000', '1974'],
    ['26<<<<', '2026'],
    ['27<<<<', '1927'],
  ])('a birth date %s is never in the future: %s', (text, date) => {
    expect(mrzBirthDate(text, today)).toEqual({ kind: 'date', date });
  });

  it.each([
    ['120415', '2012-04-15'],
    ['991231', '1999-12-31'],
    ['360101', '2036-01-01'],
    ['750101', '2075-01-01'],
    ['760101', '1976-01-01'],
  ])('an expiry date %s is the nearest to today: %s', (text, date) => {
    expect(mrzExpiryDate(text, today)).toEqual({ kind: 'date', date });
  });

  it('tells no date from an impossible one', () => {
    expect(mrzExpiryDate('<<<<<<', today)).toEqual({ kind: 'none' });
    for (const text of ['741301', '740231', '74O812', '<<0812', '74<<12']) {
      expect(mrzBirthDate(text, today), text).toEqual({ kind: 'impossible' });
    }
  });
});
