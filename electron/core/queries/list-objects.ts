import { ftsQuery } from '#shared/domain/search-text.ts';
import { type ObjectKind, type ObjectRow, objectKind } from '#shared/ipc/objects.ts';
import { ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import type { ReadDb } from '../store/database.ts';
import { documentsByIds } from '../store/tables/documents.ts';
import { caseCounts, latestObjects, matchingObjects, type ObjectKey } from '../store/tables/object-list.ts';
import { personsByIds } from '../store/tables/persons.ts';
import { vehiclesByIds } from '../store/tables/vehicles.ts';
import { documentTitle, makeAndModel, personTitle, vehicleTitle } from '../titles.ts';

type RowWithoutCases = Omit<ObjectRow, 'cases'>;

/** A window of all persons, documents and vehicles: the latest changed first, or what a search finds. */
export const listObjects: QueryHandler<'object.list'> = ({ db }, { search, kind, offset, limit }) => {
  const kinds = kind === null ? objectKind.options : [kind];
  const found = search.trim() === '' ? latestObjects(db, kinds, offset, limit) : find(db, kinds, search, offset, limit);
  return ok({ total: found.total, rows: rowsOf(db, found.keys) });
};

function find(db: ReadDb, kinds: readonly ObjectKind[], search: string, offset: number, limit: number) {
  const match = ftsQuery(search);
  return match === null ? { total: 0, keys: [] } : matchingObjects(db, kinds, match, offset, limit);
}

function rowsOf(db: ReadDb, keys: readonly ObjectKey[]): ObjectRow[] {
  const rows = new Map<string, ObjectRow>();
  for (const kind of objectKind.options) {
    const ids = keys.filter((key) => key.kind === kind).map(({ id }) => id);
    if (ids.length === 0) continue;
    const cases = caseCounts(db, kind, ids);
    for (const row of readers[kind](db, ids)) rows.set(row.id, { ...row, cases: cases.get(row.id) ?? 0 });
  }
  return keys.flatMap(({ id }) => rows.get(id) ?? []);
}

const readers: Record<ObjectKind, (db: ReadDb, ids: readonly string[]) => RowWithoutCases[]> = {
  person: (db, ids) =>
    personsByIds(db, ids).map((person) => ({
      kind: 'person',
      id: person.id,
      title: personTitle(person),
      detail: person.birthPlace,
      country: person.nationalities[0] ?? null,
      date: person.birthDate,
      updatedAt: person.updatedAt,
    })),
  document: (db, ids) =>
    documentsByIds(db, ids).map((document) => ({
      kind: 'document',
      id: document.id,
      title: documentTitle(document),
      detail: document.holderName ?? '',
      country: document.issuingCountry,
      date: document.expiryDate,
      updatedAt: document.updatedAt,
    })),
  vehicle: (db, ids) =>
    vehiclesByIds(db, ids).map((vehicle) => ({
      kind: 'vehicle',
      id: vehicle.id,
      title: vehicleTitle(vehicle),
      detail: [makeAndModel(vehicle), vehicle.colour].filter((part) => part !== '').join(', '),
      country: vehicle.plateCountry,
      date: vehicle.year === null ? null : String(vehicle.year),
      updatedAt: vehicle.updatedAt,
    })),
};
