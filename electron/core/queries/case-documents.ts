import { ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { documentsOfCase } from '../store/tables/documents.ts';

export const caseDocuments: QueryHandler<'case.documents'> = ({ db }, { id }) => ok(documentsOfCase(db, id));
