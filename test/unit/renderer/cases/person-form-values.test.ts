import { describe, expect, test } from 'vitest';
import { readMrz } from '#shared/domain/mrz.ts';
import {
  emptyPerson,
  fillFromMrz,
  newPersonRules,
} from '../../../../renderer/features/cases/persons/person-form-values.ts';
import { fieldErrors } from '../../../../renderer/ui/field-errors.ts';

/** The specimen of ICAO 9303-4. */
const specimen = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10';

function readSpecimen() {
  const result = readMrz(specimen, '2026-11-23');
  if (!result.ok) throw new Error('the specimen is valid');
  return result.value;
}

describe('a person read from a machine readable zone', () => {
  const filled = fillFromMrz(emptyPerson, readSpecimen());

  test('has the names, the sex, the birth date and the nationality of the zone', () => {
    expect(filled).toMatchObject({
      familyName: 'ERIKSSON',
      forename: 'ANNA MARIA',
      sex: 'F',
      birthDate: '1974-08-12',
      nationalities: ['UTO'],
    });
  });

  test('comes with the travel document, and with the zone as it was read', () => {
    expect(filled.document).toMatchObject({
      number: 'L898902C3',
      type: 'passport',
      issuingCountry: 'UTO',
      expiryDate: '2012-04-15',
    });
    expect(filled.mrz).toBe(specimen);
  });

  test('lacks only the role in the case before it can be saved', () => {
    expect(fieldErrors(newPersonRules, filled)).toEqual({ role: { code: 'required', limit: null } });
    expect(fieldErrors(newPersonRules, { ...filled, role: 'suspect' })).toEqual({});
  });

  test('keeps what had been typed and the zone does not say', () => {
    const typed = { ...emptyPerson, birthPlace: 'Benson', nationalities: ['ZUB'], role: 'suspect' as const };
    expect(fillFromMrz(typed, readSpecimen())).toMatchObject({
      birthPlace: 'Benson',
      nationalities: ['ZUB', 'UTO'],
      role: 'suspect',
    });
  });

  test('names the field of the document that is missing', () => {
    const lacking = { ...filled, role: 'suspect', document: { ...filled.document, issuingCountry: null } };
    expect(fieldErrors(newPersonRules, lacking)).toEqual({
      'document.issuingCountry': { code: 'required', limit: null },
    });
  });
});
