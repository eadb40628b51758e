import initSqlJs, { type Database as Sqlite, type SqlJsStatic, type SqlValue, type Statement } from 'sql.js';
import type { Database, Transaction } from '#hub/store/database.ts';
import { migrations } from '#hub/store/migrate.ts';
import { jsonColumns, type Spoken, speakMigration, speakSqlite } from './dialect.ts';

interface Prepared extends Spoken {
  readonly statement: Statement;
  columns: readonly string[] | undefined;
}

/** Nobody else ever opens it: SQLite need not look for a journal or a lock before each statement. */
const ALONE =
  'PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY;';

const NOTIFY = /^\s*select pg_notify\(/i;
const spoken = new Map<string, Spoken | null>();
const columns = jsonColumns(migrations);
let loading: Promise<SqlJsStatic> | undefined;

/** The hub's database in the same thread: for one hub, which answers one request after the other. */
export class QuickDatabase implements Database {
  #sqlite: Sqlite;
  readonly #Sqlite: SqlJsStatic;
  readonly #prepared = new Map<string, Prepared | null>();
  readonly #listeners = new Set<(payload: string) => void>();
  #depth = 0;
  readonly #transaction = {
    query: (sql: string, values?: readonly unknown[]) => this.query(sql, values),
    write: (sql: string, values: readonly unknown[]) => {
      this.#rows(sql, values);
    },
  } as unknown as Transaction;

  private constructor(Sqlite: SqlJsStatic, image?: Uint8Array) {
    this.#Sqlite = Sqlite;
    this.#sqlite = this.#open(image);
  }

  /** @param image of an earlier `snapshot`; absent: a new one with the hub's tables */
  static async open(image?: Uint8Array): Promise<QuickDatabase> {
    loading ??= initSqlJs();
    const database = new QuickDatabase(await loading, image);
    if (!image) for (const { sql } of migrations) for (const one of speakMigration(sql)) database.#sqlite.exec(one);
    return database;
  }

  async query<Row>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.#rows<Row>(sql, values);
  }

  #rows<Row>(sql: string, values: readonly unknown[]): Row[] {
    if (NOTIFY.test(sql)) return this.#notify(values[1] as string[]);
    const prepared = this.#prepare(sql);
    if (!prepared) return [];
    const { statement } = prepared;
    const rows: Row[] = [];
    try {
      statement.bind(values.map(toSqlite));
      while (statement.step()) rows.push(rowOf<Row>(prepared));
    } finally {
      statement.reset();
    }
    return rows;
  }

  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    if (this.#depth > 0) throw new Error('The quick database knows no two transactions at once.');
    this.#depth += 1;
    this.#sqlite.exec('BEGIN');
    try {
      const result = await work(this.#transaction);
      this.#sqlite.exec('COMMIT');
      return result;
    } catch (error) {
      this.#sqlite.exec('ROLLBACK');
      throw error;
    } finally {
      this.#depth -= 1;
    }
  }

  async listen(_channel: string, onNotice: (payload: string) => void): Promise<() => Promise<void>> {
    this.#listeners.add(onNotice);
    return async () => {
      this.#listeners.delete(onNotice);
    };
  }

  /** Everything in it, to begin another with or to come back to. */
  snapshot(): Uint8Array {
    this.#forget();
    const image = this.#sqlite.export();
    this.#sqlite.close();
    this.#sqlite = this.#open(image);
    return image;
  }

  /** What was written since the snapshot is lost, as when a back-up is put back. */
  restore(image: Uint8Array): void {
    this.#forget();
    this.#sqlite.close();
    this.#sqlite = this.#open(image);
  }

  async close(): Promise<void> {
    this.#forget();
    this.#sqlite.close();
  }

  #open(image?: Uint8Array): Sqlite {
    const sqlite = new this.#Sqlite.Database(image);
    sqlite.exec(ALONE);
    return sqlite;
  }

  #prepare(sql: string): Prepared | null {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    if (!spoken.has(sql)) spoken.set(sql, speakSqlite(sql, columns));
    const translated = spoken.get(sql) ?? null;
    const made = translated && { ...translated, statement: this.#sqlite.prepare(translated.sql), columns: undefined };
    this.#prepared.set(sql, made);
    return made;
  }

  #forget(): void {
    for (const prepared of this.#prepared.values()) prepared?.statement.free();
    this.#prepared.clear();
  }

  #notify(payloads: readonly string[]): [] {
    for (const payload of payloads) for (const listener of this.#listeners) listener(payload);
    return [];
  }
}

function toSqlite(value: unknown): SqlValue {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return JSON.stringify(value);
  if (value instanceof Uint8Array || typeof value === 'number' || typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  throw new TypeError(`The hub binds a value of a kind nobody has thought of: ${typeof value}`);
}

function rowOf<Row>(prepared: Prepared): Row {
  prepared.columns ??= prepared.statement.getColumnNames();
  const values = prepared.statement.get();
  const row: Record<string, unknown> = {};
  for (const [index, name] of prepared.columns.entries()) {
    const value = values[index];
    if (value instanceof Uint8Array) row[name] = Buffer.from(value);
    else row[name] = typeof value === 'string' && prepared.json.has(name) ? JSON.parse(value) : value;
  }
  return row as Row;
}
