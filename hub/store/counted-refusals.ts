import type { AuditEntry } from './audit.ts';
import type { Queryable, Transaction } from './database.ts';

/** A kind of refusal of one caller. */
export interface RefusalName {
  /** The audit chain. */
  readonly bureau: string;
  /** What was refused to whom and why, in codes. */
  readonly name: string;
}

/** What has been counted since the last audit entry about it. */
export interface CountedRefusals extends RefusalName {
  /** What that entry is made of; its time and the count come when it is written. */
  readonly entry: Omit<AuditEntry, 'at'>;
  /** When the last entry was written. */
  readonly since: string;
  /** Of those that are counted; of no meaning while there are none. */
  readonly firstAt: string;
  readonly lastAt: string;
  readonly times: number;
}

/** Of a kind of refusal among those of all bureaus. */
export const refusalKey = ({ bureau, name }: RefusalName): string => `${bureau} ${name}`;

const COLUMNS = `c.bureau as bureau, c.name as name, c.entry as entry, c.since as since, c.first_at as "firstAt", c.last_at as "lastAt",
            c.times as times`;

/** Holds the counts of these until the transaction ends, in one order; those of which there is none are left out. */
export async function lockCounted(
  tx: Transaction,
  names: readonly RefusalName[],
): Promise<Map<string, CountedRefusals>> {
  const rows = await tx.query<CountedRefusals>(
    `select ${COLUMNS}
       from counted_refusals c join unnest($1::text[], $2::text[]) as asked (bureau, name)
         on c.bureau = asked.bureau and c.name = asked.name
      order by c.bureau, c.name for update of c`,
    [names.map(({ bureau }) => bureau), names.map(({ name }) => name)],
  );
  return new Map(rows.map((row) => [refusalKey(row), row]));
}

const valuesOf = (rows: readonly CountedRefusals[]) => [
  rows.map(({ bureau }) => bureau),
  rows.map(({ name }) => name),
  rows.map(({ entry }) => JSON.stringify(entry)),
  rows.map(({ since }) => since),
  rows.map(({ firstAt }) => firstAt),
  rows.map(({ lastAt }) => lastAt),
  rows.map(({ times }) => times),
];

const GIVEN = `unnest($1::text[], $2::text[], $3::jsonb[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[], $7::bigint[])
            as given (bureau, name, entry, since, first_at, last_at, times)`;

/** Fails where another process has begun to count the same meanwhile: the transaction is done again, and finds it. */
export function beginCounting(tx: Transaction, rows: readonly CountedRefusals[]): void {
  if (rows.length === 0) return;
  tx.write(
    `insert into counted_refusals (bureau, name, entry, since, first_at, last_at, times)
     select bureau, name, entry, since, first_at, last_at, times from ${GIVEN}`,
    valuesOf(rows),
  );
}

/** Of counts that the transaction holds. */
export function putCounted(tx: Transaction, rows: readonly CountedRefusals[]): void {
  if (rows.length === 0) return;
  tx.write(
    `update counted_refusals c
        set entry = given.entry, since = given.since, first_at = given.first_at, last_at = given.last_at, times = given.times
       from ${GIVEN} where c.bureau = given.bureau and c.name = given.name`,
    valuesOf(rows),
  );
}

/** Between these, what was last written of a caller is so fresh that what comes is counted. */
export interface StillCounting {
  readonly after: string;
  readonly before: string;
}

/** Counts that are due and to which something was added; held, so that one process writes them. */
export async function lockDueCounts(
  tx: Transaction,
  { after, before }: StillCounting,
  limit: number,
): Promise<CountedRefusals[]> {
  return tx.query<CountedRefusals>(
    `select ${COLUMNS} from counted_refusals c
      where (c.since <= $1 or c.since >= $2) and c.times > 0 order by c.bureau, c.name limit $3 for update skip locked`,
    [after, before, limit],
  );
}

/** Forgets callers who have not come again. */
export async function forgetQuiet(db: Queryable, { after, before }: StillCounting): Promise<void> {
  await db.query('delete from counted_refusals where times = 0 and (since <= $1 or since >= $2)', [after, before]);
}
