import type { Queryable, Transaction } from './database.ts';

export interface BureauUsage {
  /** The minute the count is of, as an instant. */
  readonly minute: string;
  readonly envelopes: number;
  readonly storedBytes: number;
}

export interface UsageGrowth {
  readonly bureau: string;
  readonly envelopes: number;
  readonly storedBytes: number;
}

/** What these bureaus have used; one that has used nothing yet is left out. */
export async function readUsage(db: Queryable, bureaus: readonly string[]): Promise<Map<string, BureauUsage>> {
  const rows = await db.query<BureauUsage & { bureau: string }>(
    'select bureau, minute, envelopes, stored_bytes as "storedBytes" from bureau_usage where bureau = any($1)',
    [bureaus],
  );
  return new Map(rows.map(({ bureau, ...usage }) => [bureau, usage]));
}

const GROW = `
  insert into bureau_usage (bureau, minute, envelopes, stored_bytes)
  select bureau, $4, envelopes, stored_bytes
    from unnest($1::text[], $2::bigint[], $3::bigint[]) as given (bureau, envelopes, stored_bytes) order by bureau
      on conflict (bureau) do update
     set envelopes = case when bureau_usage.minute = excluded.minute then bureau_usage.envelopes else 0 end + excluded.envelopes,
         stored_bytes = bureau_usage.stored_bytes + excluded.stored_bytes,
         minute = excluded.minute`;

const valuesOf = (growth: readonly UsageGrowth[], minute: string) => [
  growth.map(({ bureau }) => bureau),
  growth.map(({ envelopes }) => envelopes),
  growth.map(({ storedBytes }) => storedBytes),
  minute,
];

/** Adds to what bureaus have used, each named once. Negative bytes are given back. */
export function growUsage(tx: Transaction, growth: readonly UsageGrowth[], minute: string): void {
  tx.write(GROW, valuesOf(growth, minute));
}

/** The same outside a transaction. */
export async function growUsageNow(db: Queryable, growth: UsageGrowth, minute: string): Promise<void> {
  await db.query(GROW, valuesOf([growth], minute));
}
