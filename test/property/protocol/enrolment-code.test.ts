import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatEnrolmentCode, parseEnrolmentCode } from '#shared/protocol/enrolment-code.ts';

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((array) => Uint8Array.from(array));
const code = fc.record({ secret: bytes(10), caPin: bytes(15) });
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

describe('any enrolment code', () => {
  it('comes back from its printed form', () => {
    fc.assert(
      fc.property(code, (value) => {
        expect(parseEnrolmentCode(formatEnrolmentCode(value))).toEqual({ ok: true, value });
      }),
    );
  });

  it('shows every single wrong symbol as a slip', () => {
    fc.assert(
      fc.property(code, fc.nat(39), fc.integer({ min: 1, max: 31 }), (value, at, shift) => {
        const symbols = [...formatEnrolmentCode(value).replaceAll('-', '')];
        symbols[at] = alphabet.charAt((alphabet.indexOf(symbols[at] ?? '') + shift) % 32);
        expect(parseEnrolmentCode(symbols.join(''))).toEqual({ ok: false, error: 'slip' });
      }),
    );
  });

  it('shows every swap of two different neighbours as a slip', () => {
    fc.assert(
      fc.property(code, fc.nat(38), (value, at) => {
        const symbols = [...formatEnrolmentCode(value).replaceAll('-', '')];
        const [left = '', right = ''] = symbols.slice(at, at + 2);
        fc.pre(left !== right);
        symbols.splice(at, 2, right, left);
        expect(parseEnrolmentCode(symbols.join(''))).toEqual({ ok: false, error: 'slip' });
      }),
    );
  });
});
