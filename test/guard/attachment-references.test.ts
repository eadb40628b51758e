import { expect, it } from 'vitest';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { newVault } from '#test/helpers/vault.ts';

/** Columns that hold a digest, and whether sealed files are found by it. */
const KNOWN: Readonly<Record<string, 'names a sealed file' | 'something else'>> = {
  'attachments.digest': 'names a sealed file',
  'uploads.sealed_digest': 'something else',
  'audit.hash': 'something else',
  'audit.previous_hash': 'something else',
};

it('whoever collects sealed files knows every column that could name one', async () => {
  const { store } = await newVault('/v', new MemoryFileSystem(), { migrations: allMigrations });
  const columns = store.read.all<{ place: string }>(
    `SELECT t.name || '.' || c.name AS place FROM sqlite_schema t, pragma_table_info(t.name) c
     WHERE t.type = 'table' AND (c.name LIKE '%digest%' OR c.name LIKE '%hash%' OR c.name LIKE '%sha%' OR c.name LIKE '%content%')
       AND t.name NOT LIKE 'search_text%' ORDER BY place`,
  );
  store.close();
  // uploads.content_key is a key; a new column here is added to usedContents in store/tables/attachments.ts, or is something else.
  const found = columns.map(({ place }) => place).filter((place) => place !== 'uploads.content_key');
  expect(found).toEqual(Object.keys(KNOWN).toSorted());
});
