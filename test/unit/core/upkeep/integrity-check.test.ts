import { describe, expect, it } from 'vitest';
import type { ReadDb } from '#core/store/database.ts';
import { DatabaseFile } from '#core/store/database-file.ts';
import { loadSqlite, MemoryDatabase } from '#core/store/sqlite.ts';
import { type Integrity, integritySlices } from '#core/upkeep/integrity-check.ts';
import { WHEN_QUIET_MS } from '#core/upkeep/quiet-work.ts';
import { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { newVault } from '#test/helpers/vault.ts';

async function filled(cases: number) {
  const { store } = await newVault('/v', new MemoryFileSystem());
  store.transaction((tx) => {
    tx.run('CREATE INDEX cases_by_title ON cases(title)');
    for (let id = 1; id <= cases; id += 1) tx.run('INSERT INTO cases (id, title) VALUES (?, ?)', [id, `case ${id}`]);
    tx.run('INSERT INTO notes (case_id, text) VALUES (1, ?)', ['its note']);
  });
  return store;
}

function check(db: ReadDb): { results: Integrity[]; patience: number[] } {
  const results: Integrity[] = [];
  const deps = {
    db,
    now: () => 77,
    monotonicMs: () => performance.now(),
    onResult: (one: Integrity) => results.push(one),
  };
  return { patience: [...integritySlices(deps)], results };
}

describe('the check of the open database', () => {
  it('finds a whole one sound, and says how far it is meanwhile', async () => {
    const store = await filled(20);
    const { results } = check(store.read);
    expect(results.slice(0, -1)).toEqual([0, 1, 2].map((checked) => ({ state: 'running', checked, tables: 3 })));
    expect(results.at(-1)).toMatchObject({ state: 'sound', at: 77 });
    store.close();
  });

  it('takes small tables at once and waits for a quiet moment before each large one', async () => {
    const store = await filled(5000);
    expect(check(store.read).patience).toEqual([WHEN_QUIET_MS, WHEN_QUIET_MS, 0, 0, 0, 0]);
    store.close();
  });

  it('notices an index that says something else than its table, in the bytes themselves', async () => {
    const sqlite = await loadSqlite();
    const original = MemoryDatabase.empty(sqlite);
    original.write('CREATE TABLE cases (id INTEGER PRIMARY KEY, title TEXT NOT NULL) STRICT', []);
    original.write('CREATE INDEX cases_by_title ON cases(title)', []);
    for (let id = 1; id <= 50; id += 1)
      original.write('INSERT INTO cases (id, title) VALUES (?, ?)', [id, `title ${id}`]);
    const image = original.freeze();
    const bytes = Buffer.from(image.read(0, image.size));
    image.release();
    expect(check(original).results.at(-1)).toMatchObject({ state: 'sound' });
    original.close();
    bytes.write('title 4X', bytes.lastIndexOf('title 42'));
    const altered = MemoryDatabase.load(sqlite, DatabaseFile.of(bytes));
    expect(check(altered).results.at(-1)).toMatchObject({ state: 'unsound', tables: ['cases'] });
    altered.close();
  });

  it('names the tables in which rows and indexes, or relations, do not agree', async () => {
    const store = await filled(20);
    const broken = (table: string, pragma: string): ReadDb => ({
      get: (sql, params) => store.read.get(sql, params),
      all: <T>(sql: string, params: readonly (string | number)[] = []): T[] =>
        sql.includes(pragma) && params[0] === table
          ? ([{ integrity_check: 'row 5 missing from index cases_by_title' }] as T[])
          : store.read.all<T>(sql, params),
    });
    const inCases = broken('cases', 'pragma_integrity_check');
    expect(check(inCases).results.at(-1)).toMatchObject({ state: 'unsound', tables: ['cases'] });
    const inNotes = broken('notes', 'pragma_foreign_key_check');
    expect(check(inNotes).results.at(-1)).toMatchObject({ state: 'unsound', tables: ['notes'] });
    store.close();
  });
});
