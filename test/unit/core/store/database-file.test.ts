import fc from 'fast-check';
import type { SqlJsStatic } from 'sql.js';
import { describe, expect, it } from 'vitest';
import { DatabaseFile, type FrozenImage } from '#core/store/database-file.ts';
import { loadSqlite, MemoryDatabase } from '#core/store/sqlite.ts';
import { runs } from '#test/helpers/runs.ts';
import { systemRandom } from '#test/helpers/vault.ts';

const sqlite = await loadSqlite();

function newDatabase(): MemoryDatabase {
  const database = MemoryDatabase.empty(sqlite);
  database.write('CREATE TABLE entries (id INTEGER PRIMARY KEY, content BLOB NOT NULL) STRICT', []);
  return database;
}

function write(database: MemoryDatabase, id: number, size: number): void {
  database.begin();
  database.write('INSERT OR REPLACE INTO entries (id, content) VALUES (?, ?)', [id, systemRandom.bytes(size)]);
  database.commit();
}

const entries = (database: MemoryDatabase) =>
  database.all('SELECT id, hex(content) AS content FROM entries ORDER BY id');

/** Reads an image in pieces of 100,000 bytes, and lets something happen between them. */
function readSlowly(image: FrozenImage, meanwhile: () => void): Uint8Array {
  const whole = new Uint8Array(image.size);
  for (let start = 0; start < image.size; start += 100_000) {
    whole.set(image.read(start, Math.min(start + 100_000, image.size)), start);
    meanwhile();
  }
  image.release();
  return whole;
}

const opened = (bytes: Uint8Array) => MemoryDatabase.load(sqlite, DatabaseFile.of(bytes));

describe('the file in memory that SQLite works on', () => {
  it('gives the database as it was when it was frozen, whatever is committed or rolled back while it is read', () => {
    const step = fc.record({ id: fc.nat(60), size: fc.integer({ min: 1, max: 40_000 }), kept: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 40 }),
        fc.array(step, { minLength: 1, maxLength: 40 }),
        (before, after) => {
          const database = newDatabase();
          for (const { id, size } of before) write(database, id, size);
          const expected = entries(database);
          const left = [...after];
          const bytes = readSlowly(database.freeze(), () => {
            const next = left.shift();
            if (!next) return;
            if (next.kept) return write(database, next.id, next.size);
            database.begin();
            database.write('DELETE FROM entries WHERE id <= ?', [next.id]);
            database.rollback();
          });
          const copy = opened(bytes);
          expect(entries(copy)).toEqual(expected);
          expect(copy.all('SELECT * FROM pragma_integrity_check')).toEqual([{ integrity_check: 'ok' }]);
          copy.close();
          database.close();
        },
      ),
      { numRuns: runs(30, 1_000) },
    );
  });

  it('grows in place: a database many times its first size can still be frozen without an export', () => {
    const database = newDatabase();
    const sizeBefore = database.byteSize();
    for (let id = 0; id < 40; id += 1) write(database, id, 500_000);
    expect(database.byteSize()).toBeGreaterThan(sizeBefore + 20_000_000 - 1);
    // The least of three: an export takes tens of milliseconds each time, a busy machine only now and then.
    const times = Array.from({ length: 3 }, () => {
      const started = performance.now();
      database.freeze().release();
      return performance.now() - started;
    });
    expect(Math.min(...times)).toBeLessThan(20);
    const image = database.freeze();
    const copy = opened(readSlowly(image, () => undefined));
    expect(entries(copy)).toEqual(entries(database));
  });

  it('is given up for an export when sql.js works on a copy of its own', () => {
    class Copying extends sqlite.Database {
      constructor(bytes?: Uint8Array) {
        super(bytes && new Uint8Array(bytes));
      }
    }
    const copying = { ...sqlite, Database: Copying } as unknown as SqlJsStatic;
    const database = MemoryDatabase.empty(copying);
    database.write('CREATE TABLE entries (id INTEGER PRIMARY KEY, content BLOB NOT NULL) STRICT', []);
    write(database, 1, 100_000);
    const copy = opened(readSlowly(database.freeze(), () => write(database, 2, 10)));
    expect(entries(copy)).toHaveLength(1);
    expect(entries(database)).toHaveLength(2);
  });
});
