import { z } from 'zod';
import { databaseKind } from '#shared/domain/database-kind.ts';
import type { AppError } from '#shared/ipc/wire.ts';
import { type CaseId, caseId, documentId, personId, vehicleId } from '#shared/lib/ids.ts';
import { useCoreQuery } from '../../data.ts';
import {
  askAboutDocument,
  askAboutPerson,
  askAboutVehicle,
  emptyQuestion,
  type QuestionFormValues,
} from './question-form-values.ts';

/** What the address says about a new check. */
export interface CheckStart {
  readonly database?: string | undefined;
  readonly caseId?: string | undefined;
  readonly subjectKind?: string | undefined;
  readonly subjectId?: string | undefined;
}

const subjectKind = z.enum(['person', 'document', 'vehicle']);
export type SubjectKind = z.infer<typeof subjectKind>;

export interface StartingQuestion {
  readonly caseId: CaseId | null;
  readonly caseReference: string | null;
  readonly subjectKind: SubjectKind | null;
  readonly subjectId: string | null;
  readonly values: QuestionFormValues;
}

function idOr<S extends z.ZodType>(schema: S, text: string | undefined): z.output<S> | null {
  return schema.safeParse(text).data ?? null;
}

/** The question a check begins with: that of the person, document or vehicle it is about, for the purpose of its case. */
export function useStartingQuestion(start: CheckStart): {
  readonly question: StartingQuestion | null;
  readonly error: AppError | null;
} {
  const kind = idOr(subjectKind, start.subjectKind);
  const inCase = idOr(caseId, start.caseId);
  const ids = {
    person: kind === 'person' ? idOr(personId, start.subjectId) : null,
    document: kind === 'document' ? idOr(documentId, start.subjectId) : null,
    vehicle: kind === 'vehicle' ? idOr(vehicleId, start.subjectId) : null,
  };
  const found = useCoreQuery('case.get', { id: inCase as CaseId }, { enabled: inCase !== null });
  const person = useCoreQuery('person.get', { id: ids.person ?? noId }, { enabled: ids.person !== null });
  const document = useCoreQuery('document.get', { id: ids.document ?? noId }, { enabled: ids.document !== null });
  const vehicle = useCoreQuery('vehicle.get', { id: ids.vehicle ?? noId }, { enabled: ids.vehicle !== null });

  const queries = [found, person, document, vehicle];
  const error = queries.find((query) => query.isError)?.error?.appError ?? null;
  if (queries.some((query) => query.isEnabled && !query.data)) return { question: null, error };

  const base: QuestionFormValues = {
    ...emptyQuestion,
    database: idOr(databaseKind, start.database) ?? emptyQuestion.database,
    purpose: found.data?.purpose ?? null,
  };
  const values = person.data
    ? askAboutPerson(base, person.data)
    : document.data
      ? askAboutDocument(base, document.data)
      : vehicle.data
        ? askAboutVehicle(base, vehicle.data)
        : base;
  const subjectId = ids.person ?? ids.document ?? ids.vehicle;
  const question = {
    caseId: inCase,
    caseReference: found.data?.reference ?? null,
    subjectKind: subjectId === null ? null : kind,
    subjectId,
    values,
  };
  return { question, error };
}

/** Stands in for the id of a query that is not asked. */
const noId = '' as never;
