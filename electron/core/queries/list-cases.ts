import { ftsQuery } from '#shared/domain/search-text.ts';
import { ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { listCases as readCases } from '../store/tables/case-list.ts';

/** A window of the cases; the search goes by words in any script and by the beginning of a reference. */
export const listCases: QueryHandler<'case.list'> = ({ db, actor }, { search, mine, ...filter }) => {
  const text = search.trim();
  const match = text === '' ? null : ftsQuery(text);
  const referencePrefix = text === '' ? null : text.toUpperCase();
  return ok(readCases(db, { ...filter, match, referencePrefix, officerId: mine ? actor.id : null }));
};
