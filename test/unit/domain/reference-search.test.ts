import { describe, expect, it } from 'vitest';
import { nominalRecord, sltdRecord } from '#shared/domain/reference-records.ts';
import { nominalQuery, vehicleQuery } from '#shared/domain/reference-search.ts';

describe('reference records and searches', () => {
  it('stores a person of whom only the family name is known', () => {
    const record = nominalRecord.parse({ recordId: 'n-1', name: 'Invented' });
    expect(record).toMatchObject({ forename: null, sex: 'U', birthDate: null, nationalities: [], warrants: [] });
  });

  it('has no place for the holder of a stolen document', () => {
    const record = sltdRecord.parse({
      recordId: 's-1',
      documentNumber: 'X1',
      issuingCountry: 'UTO',
      type: 'passport',
      fraudType: 'stolen',
      holderName: 'Invented',
    });
    expect(Object.keys(record)).not.toContain('holderName');
  });

  it('wants at least a VIN, a plate or an engine number for a vehicle', () => {
    expect(vehicleQuery.safeParse({ plateCountry: 'FR' }).success).toBe(false);
    expect(vehicleQuery.safeParse({ engineNumber: 'E1' }).success).toBe(true);
  });

  it('searches a person by a birth year alone', () => {
    expect(nominalQuery.safeParse({ name: 'Invented', birthDate: '1980' }).success).toBe(true);
    expect(nominalQuery.safeParse({ name: ' ' }).success).toBe(false);
  });
});
