import type { DatabaseKind } from '#shared/domain/database-kind.ts';
import type { DatabaseState } from '#shared/protocol/checks.ts';
import type { Queryable, Transaction } from './database.ts';

export interface NewReferenceRecord {
  readonly recordId: string;
  /** The record as JSON. */
  readonly document: unknown;
  readonly keys: readonly string[];
}

export interface ReferenceChange {
  readonly change: number;
  readonly changedAt: string;
  readonly recordId: string;
  /** Null when the record was withdrawn. */
  readonly document: unknown;
}

export async function databaseState(db: Queryable, database: DatabaseKind): Promise<DatabaseState> {
  const rows = await db.query<DatabaseState>(
    'select change, as_of as "asOf" from reference_heads where database = $1',
    [database],
  );
  return rows[0] ?? { change: 0, asOf: null };
}

/** Holds the database's head until the transaction ends, so that changes are numbered one after the other. */
async function lockHead(tx: Transaction, database: DatabaseKind, at: string): Promise<number> {
  await tx.query('insert into reference_heads (database, change, as_of) values ($1, 0, $2) on conflict do nothing', [
    database,
    at,
  ]);
  const sql = 'select change from reference_heads where database = $1 for update';
  return (await tx.query<{ change: number }>(sql, [database]))[0]?.change ?? 0;
}

async function moveHead(tx: Transaction, database: DatabaseKind, change: number, at: string): Promise<void> {
  await tx.query('update reference_heads set change = $2, as_of = $3 where database = $1', [database, change, at]);
}

/** Those that are new or differ from what is stored. */
async function onlyChanged(
  tx: Transaction,
  database: DatabaseKind,
  records: readonly NewReferenceRecord[],
): Promise<NewReferenceRecord[]> {
  const rows = await tx.query<{ recordId: string }>(
    `select given.record_id as "recordId"
       from unnest($2::text[], $3::jsonb[]) as given (record_id, document)
       join reference_records kept on kept.database = $1 and kept.record_id = given.record_id
      where kept.document = given.document`,
    [database, records.map(({ recordId }) => recordId), records.map(({ document }) => JSON.stringify(document))],
  );
  const same = new Set(rows.map(({ recordId }) => recordId));
  return records.filter(({ recordId }) => !same.has(recordId));
}

async function replaceKeys(tx: Transaction, database: DatabaseKind, records: readonly NewReferenceRecord[]) {
  await tx.query('delete from reference_keys where database = $1 and record_id = any($2)', [
    database,
    records.map(({ recordId }) => recordId),
  ]);
  const pairs = records.flatMap(({ recordId, keys }) => [...new Set(keys)].map((key) => ({ recordId, key })));
  await tx.query(
    `insert into reference_keys (database, key, record_id)
     select $1, key, record_id from unnest($2::text[], $3::text[]) as given (key, record_id)`,
    [database, pairs.map(({ key }) => key), pairs.map(({ recordId }) => recordId)],
  );
}

/** Adds and changes records, each once in `records`; what is already stored is left alone. Returns how many changed. */
export async function putReferenceRecords(
  tx: Transaction,
  database: DatabaseKind,
  records: readonly NewReferenceRecord[],
  at: string,
): Promise<number> {
  const head = await lockHead(tx, database, at);
  const changed = await onlyChanged(tx, database, records);
  await tx.query(
    `insert into reference_records (database, record_id, change, changed_at, document)
     select $1, record_id, $2 + place, $3, document
       from unnest($4::text[], $5::jsonb[]) with ordinality as given (record_id, document, place)
     on conflict (database, record_id)
     do update set change = excluded.change, changed_at = excluded.changed_at, document = excluded.document`,
    [
      database,
      head,
      at,
      changed.map(({ recordId }) => recordId),
      changed.map(({ document }) => JSON.stringify(document)),
    ],
  );
  await replaceKeys(tx, database, changed);
  await moveHead(tx, database, head + changed.length, at);
  return changed.length;
}

/** Withdraws every record that is not among `kept`. Returns how many. */
export async function withdrawOthers(
  tx: Transaction,
  database: DatabaseKind,
  kept: readonly string[],
  at: string,
): Promise<number> {
  const head = await lockHead(tx, database, at);
  const gone = await tx.query<{ recordId: string }>(
    `with gone as (
       select record_id, row_number() over (order by record_id) as place from reference_records
        where database = $1 and document is not null and not record_id = any($2))
     update reference_records kept set document = null, change = $3 + gone.place, changed_at = $4
       from gone where kept.database = $1 and kept.record_id = gone.record_id
     returning kept.record_id as "recordId"`,
    [database, kept, head, at],
  );
  const ids = gone.map(({ recordId }) => recordId);
  await tx.query('delete from reference_keys where database = $1 and record_id = any($2)', [database, ids]);
  await moveHead(tx, database, head + ids.length, at);
  return ids.length;
}

export interface RecordSearch {
  readonly database: DatabaseKind;
  readonly keys: readonly string[];
}

export interface FoundRecords {
  readonly state: DatabaseState;
  readonly documents: readonly unknown[];
}

/** Parameters: databases; place, database and key of each key searched for; most records of a search. */
const FIND = `
  with counted as (
    select asked.place, k.database, k.record_id, count(*) as shared
      from unnest($2::int[], $3::text[], $4::text[]) as asked (place, database, key)
      join reference_keys k on k.database = asked.database and k.key = asked.key
     group by asked.place, k.database, k.record_id),
  ranked as (
    select place, database, record_id, row_number() over (partition by place order by shared desc, record_id) as standing
      from counted)
  select h.database, h.change, h.as_of as "asOf", found.place, r.document
    from reference_heads h
    left join ranked found on found.database = h.database and found.standing <= $5
    left join reference_records r on r.database = found.database and r.record_id = found.record_id
   where h.database = any($1)`;

/**
 * For each search the records that share a key with it, those that share most, at most `limit`; with the state of the
 * database they were found in. Null where the hub does not hold the database.
 */
export async function findTogether(
  db: Queryable,
  searches: readonly RecordSearch[],
  limit: number,
): Promise<(FoundRecords | null)[]> {
  const asked = searches.flatMap(({ database, keys }, place) =>
    [...new Set(keys)].map((key) => ({ place, database, key })),
  );
  const rows = await db.query<DatabaseState & { database: DatabaseKind; place: number | null; document: unknown }>(
    FIND,
    [
      [...new Set(searches.map(({ database }) => database))],
      asked.map(({ place }) => place),
      asked.map(({ database }) => database),
      asked.map(({ key }) => key),
      limit,
    ],
  );
  const states = new Map(rows.map(({ database, change, asOf }) => [database, { change, asOf }]));
  const documents = searches.map((): unknown[] => []);
  for (const { place, document } of rows) if (place !== null && document !== null) documents[place]?.push(document);
  return searches.map(({ database }, place) => {
    const state = states.get(database);
    return state && state.change > 0 ? { state, documents: documents[place] ?? [] } : null;
  });
}

export async function readReferenceRecord(
  db: Queryable,
  database: DatabaseKind,
  recordId: string,
): Promise<unknown | undefined> {
  const sql = 'select document from reference_records where database = $1 and record_id = $2 and document is not null';
  return (await db.query<{ document: unknown }>(sql, [database, recordId]))[0]?.document;
}

/** What changed after a number, in the order of the changes. */
export async function readChanges(
  db: Queryable,
  database: DatabaseKind,
  after: number,
  limit: number,
): Promise<ReferenceChange[]> {
  return db.query<ReferenceChange>(
    `select change, changed_at as "changedAt", record_id as "recordId", document
       from reference_records where database = $1 and change > $2 order by change limit $3`,
    [database, after, limit],
  );
}
