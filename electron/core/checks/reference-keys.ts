import type { DatabaseKind } from '#shared/domain/database-kind.ts';
import { documentNumberKey, vehicleKeys } from '#shared/domain/document-matching.ts';
import { nominalQueryKeys, nominalRecordKeys } from '#shared/domain/nominal-matching.ts';
import { nominalRecord, sltdRecord, vehicleRecord } from '#shared/domain/reference-records.ts';
import type { CheckQuestion } from '#shared/ipc/checks.ts';

/** What a record of the copy can be found under. @throws ZodError if it is no record of that database */
export function referenceKeys(database: DatabaseKind, record: unknown): string[] {
  switch (database) {
    case 'nominal':
      return nominalRecordKeys(nominalRecord.parse(record));
    case 'sltd':
      return [documentNumberKey(sltdRecord.parse(record).documentNumber)];
    case 'vehicle':
      return vehicleKeys(vehicleRecord.parse(record));
  }
}

/** What a question looks up. */
export function questionKeys(question: CheckQuestion): string[] {
  switch (question.database) {
    case 'nominal':
      return nominalQueryKeys(question.query);
    case 'sltd':
      return [documentNumberKey(question.query.documentNumber)];
    case 'vehicle':
      return vehicleKeys(question.query);
  }
}
