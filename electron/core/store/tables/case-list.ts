import { casePriorities } from '#shared/domain/case-priority.ts';
import { caseStatuses } from '#shared/domain/case-status.ts';
import type { CaseRow } from '#shared/ipc/cases.ts';
import type { Parsed } from '#shared/ipc/contract.ts';
import type { UserId } from '#shared/lib/ids.ts';
import type { ReadDb, SqlValue } from '../database.ts';
import { MATCHING_IDS, matchParams } from './search.ts';

export type CaseListFilter = Omit<Parsed<'case.list'>, 'search' | 'mine'> & {
  /** Null where nothing is searched for. */
  readonly search: CaseSearch | null;
  readonly officerId: UserId | null;
};

export interface CaseSearch {
  /** Beginnings of references, upper case. */
  readonly references: readonly string[];
  /** An FTS4 expression, or null where no word was typed, or nothing but a reference. */
  readonly match: string | null;
  /** Also by the persons, documents and vehicles written into a case. */
  readonly throughContent: boolean;
}

interface Condition {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

/** Where a value stands in its closed list: SQL that sorts by meaning instead of by letter. */
const rank = (column: string, values: readonly string[]): string =>
  `CASE ${column} ${values.map((value, index) => `WHEN '${value}' THEN ${index}`).join(' ')} END`;

const sortColumns: Record<CaseListFilter['sort'], string> = {
  updated: 'c.updated_at',
  reference: 'c.reference',
  title: 'c.title_order',
  // The most urgent comes first when descending.
  priority: rank('c.priority', [...casePriorities].reverse()),
  status: rank('c.status', caseStatuses),
};

/** A window of the bureau's cases, and how many there are in all. */
export function listCases(db: ReadDb, filter: CaseListFilter): { total: number; rows: CaseRow[] } {
  const conditions = conditionsOf(db, filter);
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`;
  const params = conditions.flatMap((condition) => condition.params);
  const total = db.get<{ total: number }>(`SELECT count(*) AS total FROM cases c ${where}`, params)?.total ?? 0;
  const direction = filter.descending ? 'DESC' : 'ASC';
  const rows = db.all<CaseRow>(
    `SELECT c.id, c.reference, c.title, c.crime_area AS crimeArea, c.status, c.priority, c.handling, c.marking, u.name AS officerName,
       c.updated_at AS updatedAt
     FROM cases c LEFT JOIN users u ON u.id = c.officer_id ${where}
     ORDER BY ${sortColumns[filter.sort]} ${direction}, c.id ${direction} LIMIT ? OFFSET ?`,
    [...params, filter.limit, filter.offset],
  );
  return { total, rows };
}

function conditionsOf(db: ReadDb, filter: CaseListFilter): Condition[] {
  const among = (column: string, values: readonly string[]): Condition[] =>
    values.length === 0
      ? []
      : [{ sql: `${column} IN (SELECT value FROM json_each(?))`, params: [JSON.stringify(values)] }];
  return [
    ...among('c.status', filter.statuses),
    ...among('c.priority', filter.priorities),
    ...among('c.crime_area', filter.crimeAreas),
    ...(filter.officerId === null ? [] : [{ sql: 'c.officer_id = ?', params: [filter.officerId] }]),
    ...searchCondition(db, filter),
  ];
}

/** Found in the case's own words, or by the beginning of its reference; if asked for, also in who and what is written into it. */
function searchCondition(db: ReadDb, { search }: CaseListFilter): Condition[] {
  if (search === null) return [];
  const ids = new Set(search.references.flatMap((prefix) => idsByReference(db, prefix)));
  if (search.match !== null) {
    const parts = [{ sql: MATCHING_IDS, params: matchParams('case', search.match) }];
    if (search.throughContent) parts.push(...contentParts(search.match));
    const sql = parts.map((part) => part.sql).join(' UNION ALL ');
    const found = db.all<{ id: string }>(
      `SELECT ref_id AS id FROM (${sql})`,
      parts.flatMap(({ params }) => params),
    );
    for (const { id } of found) ids.add(id);
  }
  // Counted and shown by the same ids: the full text is asked only once.
  return [{ sql: 'c.id IN (SELECT value FROM json_each(?))', params: [JSON.stringify([...ids])] }];
}

const contents = [
  { table: 'case_persons', column: 'person_id', kind: 'person' },
  { table: 'case_documents', column: 'document_id', kind: 'document' },
  { table: 'case_vehicles', column: 'vehicle_id', kind: 'vehicle' },
] as const;

const contentParts = (match: string) =>
  contents.map(({ table, column, kind }) => ({
    sql: `SELECT case_id AS ref_id FROM ${table} WHERE ${column} IN (${MATCHING_IDS})`,
    params: matchParams(kind, match),
  }));

/** Along the index of the references. */
function idsByReference(db: ReadDb, prefix: string): string[] {
  return db
    .all<{ id: string }>('SELECT id FROM cases WHERE reference >= ? AND reference < ?', [prefix, `${prefix}\uffff`])
    .map(({ id }) => id);
}
