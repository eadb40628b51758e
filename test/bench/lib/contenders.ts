import { randomBytes } from 'node:crypto';
import SqlCipher from '@signalapp/sqlcipher';
import initSqlJs, { type Statement } from 'sql.js';
import type { ReadDb, SqlValue, Store, WriteDb } from '#core/store/database.ts';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';

type Bound = readonly (string | number | null | Uint8Array<ArrayBuffer>)[];

/** What both sides offer: the product's own table functions run on either. */
export interface Contender {
  readonly read: ReadDb;
  transaction(work: (tx: WriteDb) => void): void;
  close(): void;
}

export const sealedStore = (store: Store): Contender => ({
  read: store.read,
  transaction: (work) => store.transaction(work),
  close: () => store.close(),
});

/**
 * SQLCipher as a careful product would use it: WAL, synchronous=FULL, prepared statements kept, the product's schema, and FTS5 in the
 * place of FTS4, which it does not have.
 */
export function sqlCipher(path: string): Contender {
  const database = new SqlCipher(path);
  database.pragma(`key = "x'${randomBytes(32).toString('hex')}'"`);
  for (const setting of ['page_size = 4096', 'journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON']) {
    database.pragma(setting);
  }
  const prepared = new Map<string, ReturnType<typeof database.prepare>>();
  const statement = (sql: string) => {
    const ready = prepared.get(sql) ?? database.prepare(forFts5(sql));
    prepared.set(sql, ready);
    return ready;
  };
  const db = {
    all: <T>(sql: string, params: readonly SqlValue[] = []) => statement(sql).all(params as Bound) as T[],
    get: <T>(sql: string, params: readonly SqlValue[] = []) => statement(sql).get(params as Bound) as T | undefined,
    run: (sql: string, params: readonly SqlValue[] = []) => statement(sql).run(params as Bound).changes,
  };
  const tx = db as unknown as WriteDb;
  for (const { statements } of allMigrations) for (const sql of statements) database.exec(forFts5(sql));
  let work: (tx: WriteDb) => void = () => undefined;
  const transaction = database.transaction(() => work(tx));
  return {
    read: db,
    transaction(wanted) {
      work = wanted;
      transaction();
    },
    close: () => database.close(),
  };
}

function forFts5(sql: string): string {
  if (!sql.includes('search_text')) return sql;
  return sql
    .replace(/USING fts4\(.*\)/, `USING fts5(terms, prefix='1 2', tokenize="unicode61 remove_diacritics 0")`)
    .replace("(search_text) VALUES ('automerge=4')", "(search_text, rank) VALUES ('automerge', 4)")
    .replaceAll('t.terms MATCH', 'search_text MATCH')
    .replaceAll('docid', 'rowid');
}

/** sql.js as it comes: the database in memory, and a file that can only be written whole. */
export interface WholeFile extends Contender {
  export(): Uint8Array;
}

export async function wholeFile(): Promise<WholeFile> {
  const database = new (await initSqlJs()).Database();
  database.exec('PRAGMA page_size=8192; PRAGMA journal_mode=MEMORY; PRAGMA foreign_keys=ON');
  let prepared = new Map<string, Statement>();
  const statement = (sql: string) => {
    const ready = prepared.get(sql) ?? database.prepare(sql);
    prepared.set(sql, ready);
    return ready;
  };
  const all = <T>(sql: string, params: readonly SqlValue[] = []) => {
    const bound = statement(sql);
    const rows: T[] = [];
    bound.bind([...params]);
    while (bound.step()) rows.push(bound.getAsObject() as T);
    bound.reset();
    return rows;
  };
  const get = <T>(sql: string, params: readonly SqlValue[] = []) => all<T>(sql, params)[0];
  const run = (sql: string, params: readonly SqlValue[] = []) => {
    statement(sql).run([...params]);
    return database.getRowsModified();
  };
  for (const { statements } of allMigrations) for (const sql of statements) database.exec(sql);
  return {
    read: { all, get },
    transaction(work) {
      database.exec('BEGIN');
      work({ all, get, run } as unknown as WriteDb);
      database.exec('COMMIT');
    },
    export() {
      prepared = new Map();
      return database.export();
    },
    close: () => database.close(),
  };
}
