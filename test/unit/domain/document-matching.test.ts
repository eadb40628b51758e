import { describe, expect, it } from 'vitest';
import {
  documentNumberKey,
  normaliseDocumentNumber,
  scoreSltd,
  scoreVehicle,
  vehicleKeys,
} from '#shared/domain/document-matching.ts';
import { sltdRecord, vehicleRecord } from '#shared/domain/reference-records.ts';
import { sltdQuery, vehicleQuery } from '#shared/domain/reference-search.ts';

const document = sltdRecord.parse({
  recordId: 's-1',
  documentNumber: 'XO10234',
  issuingCountry: 'UTO',
  type: 'passport',
  fraudType: 'lost',
});
const car = vehicleRecord.parse({
  recordId: 'v-1',
  vin: '1M8GDM9AXKP042788',
  plate: 'AB-123-CD',
  plateCountry: 'FR',
  engineNumber: 'E 5521',
});
const askDocument = (query: object) => scoreSltd(sltdQuery.parse(query), document);
const askCar = (query: object) => scoreVehicle(vehicleQuery.parse(query), car);

describe('a search for a travel document', () => {
  it('does not mind spaces, dashes and case', () => {
    expect(normaliseDocumentNumber(' xo-10 234 ')).toBe('XO10234');
    expect(askDocument({ documentNumber: 'xo 10-234', issuingCountry: 'UTO', type: 'passport' })).toEqual({
      score: 1,
      reasons: ['document-number-exact', 'issuing-country-equal', 'document-type-equal'],
    });
  });

  it.each(['X010234', 'XOIO234', 'XO1O23A'.replace('A', '4')])(
    'finds %s as a look-alike, below the exact number',
    (documentNumber) => {
      const found = askDocument({ documentNumber });
      expect(found.reasons).toEqual(['document-number-lookalike']);
      expect(found.score).toBeLessThan(1);
      expect(documentNumberKey(documentNumber)).toBe(documentNumberKey(document.documentNumber));
    },
  );

  it('shows the same number of another country far below, and says so', () => {
    const found = askDocument({ documentNumber: 'XO10234', issuingCountry: 'FRA' });
    expect(found.reasons).toContain('issuing-country-different');
    expect(found.score).toBeLessThan(askDocument({ documentNumber: 'X010234', issuingCountry: 'UTO' }).score);
  });

  it('never offers another number', () => {
    expect(askDocument({ documentNumber: 'XO10235' })).toEqual({ score: 0, reasons: [] });
  });
});

describe('a search for a vehicle', () => {
  it('finds it by VIN or plate or engine number alone', () => {
    expect(askCar({ vin: '1m8gdm9axkp042788' })).toEqual({ score: 1, reasons: ['vin-exact'] });
    expect(askCar({ plate: 'ab 123 cd', plateCountry: 'FRA' }).reasons).toEqual(['plate-exact', 'plate-country-equal']);
    expect(askCar({ engineNumber: 'E5521' }).reasons).toEqual(['engine-number-exact']);
  });

  it('offers a VIN with one wrong character, well below', () => {
    const near = askCar({ vin: '1M8GDM9AXKP042798' });
    expect(near.reasons).toEqual(['vin-lookalike']);
    expect(near.score).toBeLessThan(0.8);
    expect(askCar({ vin: '1M8GDM9AXKP99999' }).score).toBe(0);
  });

  it('takes the same plate of another country for another car', () => {
    expect(askCar({ plate: 'AB123CD', plateCountry: 'IT' }).score).toBeLessThan(0.5);
  });

  it('shares a look-up key between a VIN and one with a wrong character', () => {
    const stored = new Set(vehicleKeys(car));
    const asked = vehicleKeys({ vin: '1M8GDM9AXKP042798', plate: null, engineNumber: null });
    expect(asked.some((key) => stored.has(key))).toBe(true);
  });
});
