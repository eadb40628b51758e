import type { ObjectKind } from '#shared/ipc/objects.ts';
import type { ReadDb } from '../database.ts';
import { countMatches, matchesOfKind } from './search.ts';

/** Names one person, document or vehicle. */
export interface ObjectKey {
  readonly kind: ObjectKind;
  readonly id: string;
}

export interface ObjectWindow {
  readonly total: number;
  readonly keys: ObjectKey[];
}

const tables: Record<ObjectKind, string> = { person: 'persons', document: 'documents', vehicle: 'vehicles' };

/** The latest changed first, over all the kinds; each table is read along its index, never sorted. */
export function latestObjects(db: ReadDb, kinds: readonly ObjectKind[], offset: number, limit: number): ObjectWindow {
  const counts = kinds.map(
    (kind) => db.get<{ total: number }>(`SELECT count(*) AS total FROM ${tables[kind]}`)?.total ?? 0,
  );
  const parts = kinds.map((kind) => `SELECT '${kind}' AS kind, id, updated_at FROM ${tables[kind]}`);
  const rows = db.all<ObjectKey>(`${parts.join(' UNION ALL ')} ORDER BY updated_at DESC, id LIMIT ? OFFSET ?`, [
    limit,
    offset,
  ]);
  const keys = rows.map(({ kind, id }) => ({ kind, id }));
  return { total: counts.reduce((sum, count) => sum + count, 0), keys };
}

/** Kind by kind, the newest first. @param match an FTS4 expression */
export function matchingObjects(
  db: ReadDb,
  kinds: readonly ObjectKind[],
  match: string,
  offset: number,
  limit: number,
): ObjectWindow {
  const keys: ObjectKey[] = [];
  let total = 0;
  for (const kind of kinds) {
    const count = countMatches(db, kind, match);
    const skip = Math.max(0, offset - total);
    const wanted = limit - keys.length;
    if (wanted > 0 && skip < count) {
      keys.push(...matchesOfKind(db, kind, match, skip, wanted).map(({ id }) => ({ kind, id })));
    }
    total += count;
  }
  return { total, keys };
}

const links: Record<ObjectKind, { readonly table: string; readonly column: string }> = {
  person: { table: 'case_persons', column: 'person_id' },
  document: { table: 'case_documents', column: 'document_id' },
  vehicle: { table: 'case_vehicles', column: 'vehicle_id' },
};

/** In how many cases each of some objects of one kind stands. */
export function caseCounts(db: ReadDb, kind: ObjectKind, ids: readonly string[]): ReadonlyMap<string, number> {
  const { table, column } = links[kind];
  const rows = db.all<{ id: string; cases: number }>(
    `SELECT ${column} AS id, count(*) AS cases FROM ${table} WHERE ${column} IN (SELECT value FROM json_each(?)) GROUP BY ${column}`,
    [JSON.stringify(ids)],
  );
  return new Map(rows.map(({ id, cases }) => [id, cases]));
}
