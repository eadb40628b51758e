import { describe, expect, test } from 'vitest';
import { readMrz } from '#shared/domain/mrz.ts';
import { documentFields, vehicleFields } from '#shared/ipc/objects.ts';
import { personFields } from '#shared/ipc/persons.ts';
import {
  askAboutDocument,
  askAboutMrz,
  askAboutPerson,
  askAboutVehicle,
  emptyQuestion,
  problemsOf,
  questionOf,
} from '../../../../renderer/features/checks/question-form-values.ts';

const person = personFields.parse({ familyName: 'Petrenko', birthDate: '1980', nationalities: ['UTO', 'ZUB'] });

describe('the question of a check', () => {
  test('about a person takes the identity as it is known', () => {
    expect(questionOf(askAboutPerson(emptyQuestion, person))).toEqual({
      database: 'nominal',
      query: { name: 'Petrenko', forename: null, birthDate: '1980', sex: 'U', nationality: 'UTO' },
    });
  });

  test('about a document takes number, country and type', () => {
    const document = documentFields.parse({ number: 'L898902C3', type: 'passport', issuingCountry: 'UTO' });
    expect(questionOf(askAboutDocument(emptyQuestion, document))).toEqual({
      database: 'sltd',
      query: { documentNumber: 'L898902C3', issuingCountry: 'UTO', type: 'passport' },
    });
  });

  test('about a vehicle asks by what is known of it and nothing else', () => {
    const vehicle = vehicleFields.parse({ plate: 'RU 4711', plateCountry: 'RUR' });
    expect(questionOf(askAboutVehicle(emptyQuestion, vehicle))).toEqual({
      database: 'vehicle',
      query: { vin: null, plate: 'RU 4711', plateCountry: 'RUR', engineNumber: null },
    });
  });

  test('needs a purpose and what the database is searched by', () => {
    expect(problemsOf(emptyQuestion)).toEqual(['purpose', 'nominal.name']);
    expect(problemsOf({ ...emptyQuestion, purpose: 'warn', database: 'vehicle' })).toEqual(['vehicle.vin']);
    expect(problemsOf({ ...askAboutPerson(emptyQuestion, person), purpose: 'warn' })).toEqual([]);
    expect(questionOf(emptyQuestion)).toBeNull();
  });

  test('read from a document answers for the person and for the document', () => {
    const zone = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10';
    const reading = readMrz(zone, '2026-11-23');
    if (!reading.ok) throw new Error('the specimen of ICAO 9303-4 is valid');
    const asked = askAboutMrz(emptyQuestion, reading.value);
    expect(questionOf(asked)).toMatchObject({
      database: 'nominal',
      query: { name: 'ERIKSSON', forename: 'ANNA MARIA' },
    });
    expect(questionOf({ ...asked, database: 'sltd' })).toMatchObject({ query: { documentNumber: 'L898902C3' } });
  });
});
