import { describe, expect, test } from 'vitest';
import type { PartialDate } from '#shared/domain/partial-date.ts';
import { createFormats } from '../../../../renderer/ui/formats.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const now = Date.UTC(2026, 10, 23, 12, 0);
const date = (text: string) => text as PartialDate;

describe('a time', () => {
  test('keeps the word for the half of the day on its line', () => {
    const at = new Date(2026, 10, 23, 10, 46).getTime();
    const arabic = createFormats('ar');
    for (const text of [arabic.time(at), arabic.dayAndTime(at)]) expect(text).toMatch(/10:46\u00a0ص$/);
    expect(createFormats('es').time(at)).toBe('10:46');
  });
});

describe('a date of which only part is known', () => {
  test.each([
    ['en', '1980', '1980'],
    ['en', '1980-04', 'April 1980'],
    ['en', '1980-04-03', '3 April 1980'],
    ['fr', '1980-04-03', '3 avril 1980'],
    ['es', '1980-04', 'abril de 1980'],
    ['en', '0045-04-03', '3 April 45'],
  ])('is written in %s as far as it is known: %s', (language, text, written) => {
    expect(createFormats(language).partialDate(date(text))).toBe(written);
  });

  test('is the same day in every time zone', () => {
    expect(createFormats('en').partialDate(date('1980-01-01'))).toBe('1 January 1980');
    expect(createFormats('en').partialDate(date('1979-12-31'))).toBe('31 December 1979');
  });

  test('names the month in Arabic', () => {
    expect(createFormats('ar').partialDate(date('1980-04-03'))).toContain('أبريل');
  });
});

describe('an age', () => {
  const { relative } = createFormats('en');

  test('under a minute is now, in both directions', () => {
    expect(relative(now - 59_000, now)).toBe('now');
    expect(relative(now + 30_000, now)).toBe('now');
  });

  test('never claims more time than has passed', () => {
    expect(relative(now - (2 * HOUR - 1), now)).toBe('1 hr ago');
  });

  test('of more than two weeks is the date itself', () => {
    expect(relative(now - 15 * DAY, now)).toBe('8 Nov 2026');
  });
});

describe('a length of time', () => {
  const { span } = createFormats('en');

  test('is told in its largest unit and never below zero', () => {
    expect(span(12 * MINUTE)).toBe('12 min');
    expect(span(25 * HOUR)).toBe('25 hr');
    expect(span(3 * DAY)).toBe('3 days');
    expect(span(-5)).toBe('0 min');
  });
});

describe('a size', () => {
  test('is told in the unit that suits it', () => {
    const { bytes } = createFormats('en');
    expect(bytes(0)).toBe('0 byte');
    expect(bytes(999)).toBe('999 byte');
    expect(bytes(48_234_496)).toBe('48.2 MB');
  });
});

test('the exact time always tells its zone', () => {
  expect(createFormats('en').exact(now)).toMatch(/23 November 2026.*(UTC|GMT|[A-Z]{3,5})/);
});
