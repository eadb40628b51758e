import { describe, expect, test } from 'vitest';
import { caseFields } from '#shared/ipc/cases.ts';
import { documentFields, vehicleFields } from '#shared/ipc/objects.ts';
import { personFields } from '#shared/ipc/persons.ts';
import { fieldErrors } from '../../../../renderer/ui/field-errors.ts';

const aCase = {
  title: 'Forged permits',
  crimeArea: 'people-smuggling',
  priority: 'normal',
  purpose: 'obtain-information',
  handling: 'H1',
  marking: 'restricted',
  officerId: null,
  description: '',
};

describe('what keeps a form from being saved', () => {
  test('is nothing where everything needed is there', () => {
    expect(fieldErrors(caseFields, aCase)).toEqual({});
  });

  test('names each missing field once', () => {
    expect(fieldErrors(caseFields, { ...aCase, title: '  ', crimeArea: null, purpose: null })).toEqual({
      title: { code: 'required', limit: null },
      crimeArea: { code: 'required', limit: null },
      purpose: { code: 'required', limit: null },
    });
  });

  test('says how long a text may be and how far a number may go', () => {
    expect(fieldErrors(caseFields, { ...aCase, title: 'x'.repeat(201) })).toEqual({
      title: { code: 'too-long', limit: 200 },
    });
    expect(fieldErrors(personFields, { familyName: 'Doe', height: 261 })).toEqual({
      height: { code: 'out-of-range', limit: 260 },
    });
    expect(fieldErrors(vehicleFields, { year: 1700 })).toEqual({ year: { code: 'out-of-range', limit: 1885 } });
  });

  test('belongs to the whole list where one of its entries is wrong', () => {
    expect(fieldErrors(personFields, { familyName: 'Doe', aliases: ['J', ''] })).toHaveProperty('aliases');
  });

  test('tells a wrong form from a missing value', () => {
    const document = { number: 'L898902C3', type: 'passport', issuingCountry: 'utopia' };
    expect(fieldErrors(documentFields, document)).toEqual({ issuingCountry: { code: 'invalid', limit: null } });
    expect(fieldErrors(documentFields, { ...document, issuingCountry: null })).toEqual({
      issuingCountry: { code: 'required', limit: null },
    });
  });
});
