import { err, ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { casesOfDocument, documentById } from '../store/tables/documents.ts';

export const getDocument: QueryHandler<'document.get'> = ({ db }, { id }) => {
  const document = documentById(db, id);
  if (!document) return err({ code: 'not-found', params: { kind: 'document' } });
  return ok({ ...document, cases: casesOfDocument(db, id) });
};
