import type { ReadDb, Store, WriteDb } from './database.ts';
import { NewerFormatError } from './errors.ts';

/** One step of the schema: numbered, additive, never edited once released. */
export interface Migration {
  readonly version: number;
  readonly statements: readonly string[];
}

/** The table the store itself needs; it exists from the first snapshot on. */
export const META_SCHEMA = 'CREATE TABLE store_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID';

/** The schema version of a database, 0 for a new one. */
export function schemaVersion(db: ReadDb): number {
  const row = db.get<{ value: string }>("SELECT value FROM store_meta WHERE key = 'schema_version'");
  return Number(row?.value ?? 0);
}

/**
 * Asked of the database in memory before anything is written to the folder.
 * @param writtenBy the version of the application that wrote the store last
 * @throws NewerFormatError if a later version of the application has already changed the schema
 */
export function refuseNewerSchema(db: ReadDb, migrations: readonly Migration[], writtenBy: string): void {
  const newest = Math.max(0, ...migrations.map(({ version }) => version));
  const current = schemaVersion(db);
  if (current > newest) throw new NewerFormatError('schema', current, newest, writtenBy);
}

/** Brings the schema up to date, one journaled transaction per migration. */
export function migrate(store: Store, migrations: readonly Migration[]): void {
  const ordered = migrations.toSorted((left, right) => left.version - right.version);
  const current = schemaVersion(store.read);
  for (const migration of ordered) {
    if (migration.version > current) store.transaction((tx) => applyMigration(tx, migration));
  }
}

function applyMigration(tx: WriteDb, { version, statements }: Migration): void {
  for (const statement of statements) tx.run(statement);
  tx.run(
    "INSERT INTO store_meta (key, value) VALUES ('schema_version', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    [String(version)],
  );
}
