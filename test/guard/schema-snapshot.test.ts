import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import { createVault } from '#core/vault/vault.ts';
import { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { FIRST_USER, vaultOptions } from '#test/helpers/vault.ts';

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

it('the migrations make the schema that docs/schema.sql shows', async () => {
  const schema = await schemaOfMigrations();
  if (process.env.UPDATE_SCHEMA) writeFileSync(SNAPSHOT, schema);
  expect(schema).toBe(readFileSync(SNAPSHOT, 'utf8'));
});

it('the migrations are numbered from 1 without gaps, in order', () => {
  expect(allMigrations.map(({ version }) => version)).toEqual(allMigrations.map((_, index) => index + 1));
});
