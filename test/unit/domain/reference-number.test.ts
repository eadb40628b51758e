import { describe, expect, it } from 'vitest';
import { makeCaseReference, parseCaseReference, referenceNumber } from '#shared/domain/reference-number.ts';

describe('case references', () => {
  it('are made of bureau, year and a serial number of six digits', () => {
    expect(makeCaseReference('UTO', 2026, 417)).toBe('UTO-2026-000417');
    expect(makeCaseReference('UTO', 2026, 1_234_567)).toBe('UTO-2026-1234567');
    expect(referenceNumber.safeParse('UTO-2026-000417').success).toBe(true);
  });

  it.each(['UTO-2026-000417', 'uto-2026-417', ' UTO 2026 417 ', 'UTO/2026/000417', 'UTO–2026–417'])(
    '%s is read',
    (text) => {
      expect(parseCaseReference(text)).toEqual({ bureau: 'UTO', year: 2026, serial: 417 });
    },
  );

  it.each(['', 'UTO', 'UTO-2026', 'UTO-26-417', 'UTO-2026-x', '2026-417', 'UTO-2026-000000', 'UTO-2026-1-2'])(
    '%s is none',
    (text) => {
      expect(parseCaseReference(text)).toBeNull();
    },
  );
});
