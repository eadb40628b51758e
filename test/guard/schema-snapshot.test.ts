import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import { createVault } from '#core/vault/vault.ts';
import { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { FIRST_USER, vaultOptions } from '#test/helpers/vault.ts';
import {
  migrationProblems,
  readMigrationRecord,
  releasedRecord,
  updatedRecord,
  writeMigrationRecord,
} from '../../scripts/lib/migration-record.ts';

const SNAPSHOT = fileURLToPath(new URL('../../docs/schema.sql', import.meta.url));

async function schemaOfMigrations(): Promise<string> {
  const created = await createVault({
    ...vaultOptions('/v', new MemoryFileSystem()),
    migrations: allMigrations,
    firstUser: FIRST_USER,
  });
  if (!created.ok) throw new Error(created.error.kind);
  const { store } = created.value;
  const objects = store.read.all<{ sql: string }>(
    "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type DESC, name",
  );
  store.close();
  const version = allMigrations.at(-1)?.version ?? 0;
  return `-- Schema version ${version}, as the migrations make it. Written by UPDATE_SCHEMA=1 vitest run test/guard/schema-snapshot.test.ts\n\n${objects.map(({ sql }) => `${sql};\n`).join('\n')}`;
}

describe('the migrations', () => {
  it('are those that docs/migrations.json has written down: none edited, none removed', () => {
    if (process.env.UPDATE_SCHEMA) writeMigrationRecord(updatedRecord(readMigrationRecord(), allMigrations));
    expect(migrationProblems(readMigrationRecord(), allMigrations)).toEqual([]);
  });

  const first = { version: 1, statements: ['CREATE TABLE a (id INTEGER PRIMARY KEY) STRICT'] };
  const second = { version: 2, statements: ['ALTER TABLE a ADD COLUMN b TEXT'] };
  const released = releasedRecord(updatedRecord([], [first, second]), '0.3.0');

  it.each([
    [
      'edited',
      [first, { version: 2, statements: ['ALTER TABLE a ADD COLUMN c TEXT'] }],
      'Migration 2 was released in 0.3.0 and was edited.',
    ],
    ['removed', [first], 'Migration 2 was released in 0.3.0 and is gone.'],
    ['numbered anew', [first, { ...second, version: 3 }], 'Migration 2 was released in 0.3.0 and is gone.'],
    [
      'forgotten in the record',
      [first, second, { version: 3, statements: [] }],
      'Migration 3 is not written down in docs/migrations.json.',
    ],
  ])('that are %s are noticed', (_what, present, problem) => {
    expect(migrationProblems(released, present)).toContain(problem);
  });

  it('that were released are never written down again, and those that were not may still change', () => {
    const edited = { version: 1, statements: ['CREATE TABLE b (id INTEGER PRIMARY KEY) STRICT'] };
    expect(migrationProblems(updatedRecord(released, [edited, second]), [edited, second])).not.toEqual([]);
    const unreleased = updatedRecord([], [first]);
    expect(migrationProblems(updatedRecord(unreleased, [edited]), [edited])).toEqual([]);
  });
});

it('the migrations make the schema that docs/schema.sql shows', async () => {
  const schema = await schemaOfMigrations();
  if (process.env.UPDATE_SCHEMA) writeFileSync(SNAPSHOT, schema);
  expect(schema).toBe(readFileSync(SNAPSHOT, 'utf8'));
});

it('the migrations are numbered from 1 without gaps, in order', () => {
  expect(allMigrations.map(({ version }) => version)).toEqual(allMigrations.map((_, index) => index + 1));
});
