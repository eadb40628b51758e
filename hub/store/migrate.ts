import type { Database, Transaction } from './database.ts';
import { envelopesAndStreams } from './migrations/001-envelopes-and-streams.ts';
import { blobs } from './migrations/002-blobs.ts';
import { checks } from './migrations/003-checks.ts';
import type { Migration } from './migrations/migration.ts';

export const migrations: readonly Migration[] = [envelopesAndStreams, blobs, checks];

/** Any constant: the advisory lock that keeps two hubs from migrating at once. */
const MIGRATION_LOCK = 7_201_965;

async function applyMissing(tx: Transaction): Promise<number[]> {
  await tx.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
  await tx.query(
    'create table if not exists migrations (number int primary key, name text not null, applied_at timestamptz not null default now())',
  );
  const rows = await tx.query<{ number: number }>('select number from migrations');
  const applied = new Set(rows.map(({ number }) => number));
  const missing = migrations.filter(({ number }) => !applied.has(number));
  for (const { number, name, sql } of missing) {
    await tx.query(sql);
    await tx.query('insert into migrations (number, name) values ($1, $2)', [number, name]);
  }
  return missing.map(({ number }) => number);
}

/** Brings the schema up to date in one transaction; the numbers that were applied. */
export async function migrate(database: Database): Promise<number[]> {
  return database.transaction(applyMissing);
}

/** Whether every migration of this build has been applied. */
export async function isMigrated(database: Database): Promise<boolean> {
  const rows = await database.query<{ last: number | null }>('select max(number) as last from migrations');
  return (rows[0]?.last ?? 0) >= (migrations.at(-1)?.number ?? 0);
}
