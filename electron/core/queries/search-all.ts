import { makeCaseReference, parseCaseReference } from '#shared/domain/reference-number.ts';
import { ftsQuery, searchTerms } from '#shared/domain/search-text.ts';
import type { SearchHit } from '#shared/ipc/desk.ts';
import { ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import type { ReadDb } from '../store/database.ts';
import { matchesOfKind, type SearchKind } from '../store/tables/search.ts';

/** The order in which kinds are shown where nothing else decides. */
const kinds: readonly SearchKind[] = ['case', 'person', 'document', 'vehicle', 'message', 'note'];

/** Whole words before beginnings of words; within each, kind by kind, the newest first. */
export const searchAll: QueryHandler<'search.all'> = ({ db }, { text, limit }) => {
  const hits = new Map<string, SearchHit>();
  const beginnings = ftsQuery(text);
  if (beginnings === null) return ok([]);
  const wholeWords = beginnings.replaceAll('*', '');
  for (const match of [...wholeReference(text), wholeWords, beginnings]) {
    if (hits.size >= limit) break;
    for (const hit of fairly(db, match, limit)) {
      const key = `${hit.kind} ${hit.id}`;
      if (hits.size < limit && !hits.has(key)) hits.set(key, hit);
    }
  }
  return ok([...hits.values()]);
};

/** `uto 2026 417` as people say it is the case UTO-2026-000417. */
function wholeReference(text: string): string[] {
  const parts = parseCaseReference(text);
  return parts ? [searchTerms(makeCaseReference(parts.bureau, parts.year, parts.serial))] : [];
}

/** So that many of one kind do not hide the others: first each kind's share, then what is left over, in the same order. */
function fairly(db: ReadDb, match: string, limit: number): SearchHit[] {
  const share = Math.max(3, Math.ceil(limit / kinds.length));
  const found = kinds.map((kind) => matchesOfKind(db, kind, match, 0, limit));
  return [...found.flatMap((hits) => hits.slice(0, share)), ...found.flatMap((hits) => hits.slice(share))];
}
