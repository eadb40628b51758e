import { casePriorities } from '#shared/domain/case-priority.ts';
import { caseStatuses } from '#shared/domain/case-status.ts';
import type { CaseRow } from '#shared/ipc/cases.ts';
import type { Parsed } from '#shared/ipc/contract.ts';
import type { UserId } from '#shared/lib/ids.ts';
import type { ReadDb, SqlValue } from '../database.ts';
import { MATCHING_IDS, matchParams } from './search.ts';

export type CaseListFilter = Omit<Parsed<'case.list'>, 'search' | 'mine'> & {
  /** An FTS4 expression, or null where nothing is searched for. */
  readonly match: string | null;
  /** The beginning of a reference as typed, upper case, or null. */
  readonly referencePrefix: string | null;
  readonly officerId: UserId | null;
};

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
  title: 'c.title COLLATE NOCASE',
  // The most urgent comes first when descending.
  priority: rank('c.priority', [...casePriorities].reverse()),
  status: rank('c.status', caseStatuses),
};

/** A window of the bureau's cases, and how many there are in all. */
export function listCases(db: ReadDb, filter: CaseListFilter): { total: number; rows: CaseRow[] } {
  const conditions = conditionsOf(filter);
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

function conditionsOf(filter: CaseListFilter): Condition[] {
  const among = (column: string, values: readonly string[]): Condition[] =>
    values.length === 0
      ? []
      : [{ sql: `${column} IN (SELECT value FROM json_each(?))`, params: [JSON.stringify(values)] }];
  return [
    ...among('c.status', filter.statuses),
    ...among('c.priority', filter.priorities),
    ...among('c.crime_area', filter.crimeAreas),
    ...(filter.officerId === null ? [] : [{ sql: 'c.officer_id = ?', params: [filter.officerId] }]),
    ...searchCondition(filter),
  ];
}

/** Found in the case's own words, in the people and objects written into it, or by the beginning of its reference. */
function searchCondition({ match, referencePrefix }: CaseListFilter): Condition[] {
  const parts: Condition[] = [];
  if (referencePrefix !== null) {
    parts.push({ sql: "c.reference LIKE ? || '%' ESCAPE '\\'", params: [escapeLike(referencePrefix)] });
  }
  if (match !== null) {
    parts.push(
      { sql: `c.id IN (${MATCHING_IDS})`, params: matchParams('case', match) },
      linked('case_persons', 'person_id', 'person', match),
      linked('case_documents', 'document_id', 'document', match),
      linked('case_vehicles', 'vehicle_id', 'vehicle', match),
    );
  }
  if (parts.length === 0) return [];
  return [{ sql: `(${parts.map(({ sql }) => sql).join(' OR ')})`, params: parts.flatMap(({ params }) => params) }];
}

function linked(table: string, column: string, kind: 'person' | 'document' | 'vehicle', match: string): Condition {
  return {
    sql: `c.id IN (SELECT case_id FROM ${table} WHERE ${column} IN (${MATCHING_IDS}))`,
    params: matchParams(kind, match),
  };
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
