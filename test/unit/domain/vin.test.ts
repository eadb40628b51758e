import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readVin, vinCheckDigit } from '#shared/domain/vin.ts';

/** 153 VINs whose check digit holds: cardog-ai/corgi, test/fixtures.ts, ISC. */
const valid = readFileSync('../shared/vectors/vin-valid.txt', 'utf8').trim().split('\n');

describe('vehicle identification numbers', () => {
  it('reads all the valid ones without a warning', () => {
    expect(valid).toHaveLength(153);
    expect(valid.filter((vin) => readVin(vin).warnings.length > 0)).toEqual([]);
  });

  it('notices nearly every exchanged pair of neighbours in them', () => {
    const exchanged = valid.flatMap((vin) =>
      Array.from({ length: 16 }, (_, at) => vin.slice(0, at) + vin[at + 1] + vin[at] + vin.slice(at + 2)).filter(
        (wrong) => wrong !== vin && /^[1-5L]/.test(wrong),
      ),
    );
    const noticed = exchanged.filter((vin) => readVin(vin).warnings.includes('check-digit-wrong'));
    expect(noticed.length / exchanged.length).toBeGreaterThan(0.85);
  });

  it('warns of a wrong check digit only where the check digit is mandatory', () => {
    expect(readVin('1M8GDM9A0KP042788').warnings).toEqual(['check-digit-wrong']);
    expect(readVin('WM8GDM9A0KP042788').warnings).toEqual([]);
    expect(vinCheckDigit('1M8GDM9A0KP042788')).toBe('X');
  });

  it('warns of letters that are never used', () => {
    expect(readVin('WVWZZZ1KZ6WO00001').warnings).toEqual(['letter-never-used']);
  });

  it('reads what is pasted with spaces, dashes and small letters, and names the manufacturer', () => {
    expect(readVin(' 1m8gdm9a-xkp 042788 ')).toEqual({ vin: '1M8GDM9AXKP042788', manufacturer: '1M8', warnings: [] });
  });

  it('keeps an old short chassis number, with a warning', () => {
    expect(readVin('105 231-A')).toEqual({ vin: '105231A', manufacturer: null, warnings: ['not-17-characters'] });
  });
});
