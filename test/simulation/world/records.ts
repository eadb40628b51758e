import type { DatabaseKind } from '#shared/domain/database-kind.ts';

/** Invented travel documents and one of everything else, so that a check has something to find. */
const documents = Array.from({ length: 5 }, (_, index) => ({
  recordId: `D-${index}`,
  documentNumber: `R123456${index}`,
  issuingCountry: 'UTO',
  type: 'passport',
  fraudType: 'stolen',
}));
const persons = [{ recordId: 'N-1', name: 'ZORKOVA', forename: 'ANNA', birthDate: '1980-01-02', sex: 'F' }];
const vehicles = [{ recordId: 'V-1', vin: 'UTOZZZ99ZTS392124', plate: 'UT 123', theftType: 'theft' }];

export const inventedRecords: readonly (readonly [DatabaseKind, readonly unknown[]])[] = [
  ['sltd', documents],
  ['nominal', persons],
  ['vehicle', vehicles],
];
