import type { DatabaseKind } from '#shared/domain/database-kind.ts';

/** What the international databases of these tests know; all invented, the document is the specimen of ICAO 9303-4. */
export const databaseRecords: Readonly<Record<DatabaseKind, readonly object[]>> = {
  nominal: [
    {
      recordId: 'NOM-1',
      entityId: '2099/1',
      ownerOffice: 'ZUB',
      name: 'Eriksson',
      forename: 'Anna Maria',
      sex: 'F',
      birthDate: '1974-08-12',
      nationalities: ['UTO'],
      warrants: [{ issuingCountry: 'ZUB', charge: 'Synthetic test charge', chargeTranslation: null }],
    },
    {
      recordId: 'NOM-2',
      entityId: '2099/2',
      ownerOffice: 'RUR',
      name: 'Văldrin',
      forename: 'Corneliu',
      sex: 'M',
      birthDate: '1980-03-04',
      nationalities: ['RUR'],
    },
  ],
  sltd: [
    {
      recordId: 'SLTD-1',
      documentNumber: 'L898902C3',
      issuingCountry: 'UTO',
      type: 'passport',
      fraudType: 'stolen',
      reportingCountry: 'UTO',
      theftDate: '2024-03-09',
      reviewDate: '2034-03-09',
      nationalReference: 'UTO-2024-00001',
      ownerOffice: 'UTO',
    },
  ],
  vehicle: [
    {
      recordId: 'SMV-1',
      vin: 'WVWZZZ1JZXW000001',
      plate: 'RU 4711',
      plateCountry: 'RUR',
      theftType: 'theft',
      make: 'Volkswagen',
      model: 'Golf',
      ownerOffice: 'RUR',
    },
  ],
};
