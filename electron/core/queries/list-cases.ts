import { makeCaseReference, parseCaseReference } from '#shared/domain/reference-number.ts';
import { ftsQuery } from '#shared/domain/search-text.ts';
import { ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { type CaseSearch, listCases as readCases } from '../store/tables/case-list.ts';

/** A window of the cases; the search goes by words in any script and by the beginning of a reference. */
export const listCases: QueryHandler<'case.list'> = ({ db, actor }, { search, mine, ...filter }) =>
  ok(readCases(db, { ...filter, search: searchOf(search.trim()), officerId: mine ? actor.id : null }));

/** From so many letters on, a word says enough to look for people and objects too. */
const SHORTEST_NAME = 2;

/** `uto 2026 417` as people say it is UTO-2026-000417. */
function wholeReference(text: string): string[] {
  const parts = parseCaseReference(text);
  return parts ? [makeCaseReference(parts.bureau, parts.year, parts.serial)] : [];
}

function searchOf(text: string): CaseSearch | null {
  if (text === '') return null;
  const isReference = /^[A-Z]{2,8}-\d{4}(-\d*)?$/i.test(text);
  const match = isReference ? null : ftsQuery(text);
  const throughContent = text.split(/\s+/).every((word) => word.length >= SHORTEST_NAME);
  return { references: [text.toUpperCase(), ...wholeReference(text)], match, throughContent };
}
