import type { Database, Queryable, Transaction } from './database.ts';
import { envelopesAndStreams } from './migrations/001-envelopes-and-streams.ts';
import { blobs } from './migrations/002-blobs.ts';
import { checks } from './migrations/003-checks.ts';
import { contacts } from './migrations/004-contacts.ts';
import { auditCheckpoints } from './migrations/005-audit-checkpoints.ts';
import { usageAndRetention } from './migrations/006-usage-and-retention.ts';
import { bureauKeys } from './migrations/007-bureau-keys.ts';
import { blobsInsideABureau } from './migrations/008-blobs-inside-a-bureau.ts';
import { countedRefusals } from './migrations/009-counted-refusals.ts';
import { streamsByEnvelope } from './migrations/010-streams-by-envelope.ts';
import { blobsByTime } from './migrations/011-blobs-by-time.ts';
import type { Migration } from './migrations/migration.ts';

export const migrations: readonly Migration[] = [
  envelopesAndStreams,
  blobs,
  checks,
  contacts,
  auditCheckpoints,
  usageAndRetention,
  bureauKeys,
  blobsInsideABureau,
  countedRefusals,
  streamsByEnvelope,
  blobsByTime,
];

/** Any constant: the advisory lock that keeps two hubs from migrating at once. */
const MIGRATION_LOCK = 7_201_965;

/** The numbers of the migrations a database has had. */
export async function migrationsIn(db: Queryable): Promise<number[]> {
  return (await db.query<{ number: number }>('select number from migrations')).map(({ number }) => number);
}

/** Applies what is missing, up to a number; the numbers that were applied. Throws when this build does not know that number. */
export async function migrateIn(tx: Transaction, upTo = Number.MAX_SAFE_INTEGER): Promise<number[]> {
  const newest = migrations.at(-1)?.number ?? 0;
  if (upTo < Number.MAX_SAFE_INTEGER && upTo > newest)
    throw new Error(`Migration ${upTo} is of a later build of the hub`);
  await tx.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
  await tx.query(
    'create table if not exists migrations (number int primary key, name text not null, applied_at timestamptz not null default now())',
  );
  const applied = new Set(await migrationsIn(tx));
  const missing = migrations.filter(({ number }) => !applied.has(number) && number <= upTo);
  for (const { number, name, sql } of missing) {
    await tx.query(sql);
    await tx.query('insert into migrations (number, name) values ($1, $2)', [number, name]);
  }
  return missing.map(({ number }) => number);
}

/** Brings the schema up to date in one transaction; the numbers that were applied. */
export async function migrate(database: Database): Promise<number[]> {
  return database.transaction((tx) => migrateIn(tx), 'unlimited');
}

/** Whether every migration of this build has been applied. */
export async function isMigrated(database: Database): Promise<boolean> {
  const rows = await database.query<{ last: number | null }>('select max(number) as last from migrations');
  return (rows[0]?.last ?? 0) >= (migrations.at(-1)?.number ?? 0);
}
