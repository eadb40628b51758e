import { describe, expect, it } from 'vitest';
import { caPinOf, formatEnrolmentCode, parseEnrolmentCode } from '#shared/protocol/enrolment-code.ts';
import { seededRandom } from '#test/helpers/crypto.ts';

const random = seededRandom('enrolment');
const example = { secret: random.bytes(10), caPin: random.bytes(15) } as Parameters<typeof formatEnrolmentCode>[0];
const text = formatEnrolmentCode(example);

describe('an enrolment code', () => {
  it('is eight groups of five and a check symbol', () => {
    expect(text).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){8}[0-9A-HJKMNP-TV-Z*~$=U]$/);
  });

  it('is read in small letters, with spaces, and with O for 0 and I or L for 1', () => {
    const sloppy = text.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
    expect(parseEnrolmentCode(` ${sloppy} `)).toEqual({ ok: true, value: example });
  });

  it('tells a slip, a missing end, too much and a strange character apart', () => {
    const other = text.startsWith('A') ? 'B' : 'A';
    const errorOf = (typed: string) => {
      const parsed = parseEnrolmentCode(typed);
      return parsed.ok ? 'none' : parsed.error;
    };
    expect(errorOf(other + text.slice(1))).toBe('slip');
    expect(errorOf(text.slice(0, 20))).toBe('incomplete');
    expect(errorOf('')).toBe('incomplete');
    expect(errorOf(`${text}00`)).toBe('too-long');
    expect(errorOf(`é${text.slice(1)}`)).toBe('symbol');
  });

  it('pins a certificate authority by the first 15 bytes of SHA-256 over its public key', async () => {
    // SHA-256("abc"), FIPS 180-4.
    const pin = Buffer.from(await caPinOf(new TextEncoder().encode('abc'))).toString('hex');
    expect(pin).toBe('ba7816bf8f01cfea414140de5dae22');
  });
});
