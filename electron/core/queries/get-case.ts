import { err, ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { caseById, countsOfCase } from '../store/tables/cases.ts';
import { userById } from '../store/tables/users.ts';

export const getCase: QueryHandler<'case.get'> = ({ db }, { id }) => {
  const record = caseById(db, id);
  if (!record) return err({ code: 'not-found', params: { kind: 'case' } });
  const officerName = record.officerId ? (userById(db, record.officerId)?.name ?? null) : null;
  return ok({ ...record, officerName, counts: countsOfCase(db, id) });
};
