import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyWedge, wedgeIdle, wedgeIdleTime, wedgeStep } from '#shared/domain/keyboard-wedge.ts';
import { readMrz } from '#shared/domain/mrz.ts';
import { mrzCheckDigit } from '#shared/domain/mrz-check-digits.ts';
import { suggestRepairs } from '#shared/domain/mrz-repair.ts';

const letters = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'), minLength: min, maxLength: max });
const printed = fc.string({
  unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'),
  minLength: 9,
  maxLength: 9,
});
const date = fc
  .date({ min: new Date('1930-01-01'), max: new Date('2020-12-31'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(2, 10).replaceAll('-', ''));

const passport = fc
  .record({ surname: letters(1, 18), given: letters(1, 18), number: printed, birth: date, expiry: date })
  .map((one) => {
    const upper = `P<UTO${one.surname}<<${one.given}`.padEnd(44, '<');
    const number = one.number + mrzCheckDigit(one.number);
    const dates = [one.birth, one.expiry].map((text) => text + mrzCheckDigit(text));
    const personal = `${'<'.repeat(14)}0`;
    const composite = mrzCheckDigit(number + dates.join('') + personal);
    return { ...one, lines: [upper, `${number}UTO${dates[0]}F${dates[1]}${personal}${composite}`] as const };
  });
const today = '2026-11-23';

describe('any passport', () => {
  it('reads back what was printed, in whatever shape it is pasted', () => {
    fc.assert(
      fc.property(passport, fc.constantFrom('\n', '\r\n', '', ' \n\n '), fc.boolean(), (one, between, lower) => {
        const text = one.lines.join(between);
        const read = readMrz(lower ? text.toLowerCase() : text, today);
        expect(read).toMatchObject({
          ok: true,
          value: { surname: one.surname, givenNames: one.given, documentNumber: one.number },
        });
      }),
      { numRuns: 200 },
    );
  });

  it('has every single wrong digit of the lower line noticed', () => {
    fc.assert(
      fc.property(passport, fc.nat(43), fc.integer({ min: 1, max: 9 }), (one, at, plus) => {
        const digit = one.lines[1][at] ?? '';
        fc.pre(/\d/.test(digit));
        const wrong = one.lines[1].slice(0, at) + ((Number(digit) + plus) % 10) + one.lines[1].slice(at + 1);
        const read = readMrz(`${one.lines[0]}\n${wrong}`, today);
        expect(read.ok ? 'unnoticed' : read.error.kind).toBe('check-digits');
      }),
      { numRuns: 300 },
    );
  });

  it('is among the suggestions when one 0 was read as O', () => {
    fc.assert(
      fc.property(passport, (one) => {
        const at = one.number.indexOf('0');
        fc.pre(at >= 0);
        const misread = `${one.lines[1].slice(0, at)}O${one.lines[1].slice(at + 1)}`;
        const repairs = suggestRepairs(`${one.lines[0]}\n${misread}`, today);
        expect(repairs.some((repair) => repair.reading.documentNumber === one.number)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('never throws, whatever is pasted', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'P<K«0O\n A'), maxLength: 100 })),
        (text) => {
          readMrz(text, today);
          suggestRepairs(text, today);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('typing into any focus', () => {
  const gaps = (min: number, max: number) => fc.array(fc.integer({ min, max }), { minLength: 90, maxLength: 90 });
  function typed(text: string, pauses: readonly number[]): boolean {
    let [state, time, found] = [emptyWedge, 0, false];
    for (const [at, character] of [...text].entries()) {
      time += pauses[at % pauses.length] ?? 0;
      const step = wedgeStep(state, character, time);
      [state, found] = [step.state, found || step.mrz !== null];
    }
    return found || wedgeIdle(state, time + wedgeIdleTime).mrz !== null;
  }

  it('by a reader is always recognised', () => {
    fc.assert(
      fc.property(passport, gaps(0, 20), (one, pauses) => typed(`${one.lines.join('\r')}\r`, pauses)),
      { numRuns: 100 },
    );
  });

  it('by a person never is, even of a whole zone', () => {
    fc.assert(
      fc.property(passport, gaps(51, 400), (one, pauses) => !typed(`${one.lines.join('\r')}\r`, pauses)),
      { numRuns: 100 },
    );
  });

  it('of anything that is not a zone never is, however fast', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), gaps(0, 10), (text, pauses) => !typed(text, pauses)),
      { numRuns: 200 },
    );
  });
});
