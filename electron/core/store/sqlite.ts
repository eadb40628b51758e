import initSqlJs, { type Database, type SqlJsStatic, type Statement } from 'sql.js';
import type { SqlValue } from './database.ts';
import { DatabaseFile, type FrozenImage } from './database-file.ts';
import { describeWrite, inspectRead, inspectWrite, type StatementFacts } from './sql-guard.ts';

/** How many prepared statements stay ready: more than the product has. */
const CACHED_STATEMENTS = 500;

/**
 * A connection starts without them. No database file exists outside memory, so SQLite's own rollback journal and syncing would only
 * cost time; the sealed journal is what makes it durable. Without spilling, the file changes by commits alone, and never shrinks.
 */
const CONNECTION_SETTINGS =
  'PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA journal_mode=MEMORY; PRAGMA locking_mode=EXCLUSIVE; ' +
  'PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16384; PRAGMA cache_spill=OFF; ' +
  'PRAGMA recursive_triggers=OFF;';

/** Commits are as fast as with SQLite's usual 4 KiB, and there are half as many pages to look up. */
const PAGE_BYTES = 8192;

/** What every SQLite file starts with; nothing else is ever handed to it. */
const SQLITE_MAGIC = 'SQLite format 3\0';

let loading: Promise<SqlJsStatic> | undefined;

/** SQLite compiled to WebAssembly: loaded once per process, shared by every database in it. */
export function loadSqlite(): Promise<SqlJsStatic> {
  loading ??= initSqlJs();
  return loading;
}

export interface Written {
  readonly changes: number;
  readonly tables: readonly string[];
}

interface Prepared {
  readonly statement: Statement;
  readonly facts: StatementFacts;
  columns: readonly string[] | undefined;
}

/** One in-memory SQLite database with its prepared statements. */
export class MemoryDatabase {
  readonly #sqlite: SqlJsStatic;
  #file: DatabaseFile;
  #database: Database;
  readonly #reads = new Map<string, Prepared>();
  readonly #writes = new Map<string, Prepared>();
  readonly #replays = new Map<string, Prepared>();
  #userVersion = 1;

  private constructor(sqlite: SqlJsStatic, file: DatabaseFile) {
    this.#sqlite = sqlite;
    this.#file = file;
    this.#database = new sqlite.Database(file.forSqlite());
    this.#database.exec(CONNECTION_SETTINGS);
  }

  static empty(sqlite: SqlJsStatic): MemoryDatabase {
    const blank = new sqlite.Database();
    blank.exec(`PRAGMA page_size=${PAGE_BYTES}; PRAGMA user_version=1;`);
    const bytes = blank.export();
    blank.close();
    return new MemoryDatabase(sqlite, DatabaseFile.of(bytes));
  }

  /** @throws RangeError if the bytes are not a database: an empty file would open as a valid empty one */
  static load(sqlite: SqlJsStatic, file: DatabaseFile): MemoryDatabase {
    if (Buffer.from(file.bytes.subarray(0, SQLITE_MAGIC.length)).toString('latin1') !== SQLITE_MAGIC) {
      throw new RangeError('These bytes are not a database.');
    }
    return new MemoryDatabase(sqlite, file);
  }

  all<T>(sql: string, params?: readonly SqlValue[]): T[] {
    const prepared = this.#prepare(this.#reads, sql, inspectRead);
    const { statement } = prepared;
    const rows: T[] = [];
    try {
      bind(prepared, params);
      while (statement.step()) rows.push(rowOf<T>(prepared));
    } finally {
      statement.reset();
    }
    return rows;
  }

  get<T>(sql: string, params?: readonly SqlValue[]): T | undefined {
    const prepared = this.#prepare(this.#reads, sql, inspectRead);
    const { statement } = prepared;
    try {
      bind(prepared, params);
      return statement.step() ? rowOf<T>(prepared) : undefined;
    } finally {
      statement.reset();
    }
  }

  /** Runs one writing statement; returns the rows changed (0 for a schema statement) and the tables it names. */
  write(sql: string, params: readonly SqlValue[]): Written {
    return this.#run(this.#prepare(this.#writes, sql, inspectWrite), params);
  }

  /** Runs a statement from the journal: it was inspected when it was written, perhaps by an earlier version. */
  replay(sql: string, params: readonly SqlValue[]): Written {
    return this.#run(this.#prepare(this.#replays, sql, describeWrite), params);
  }

  #run(prepared: Prepared, params: readonly SqlValue[]): Written {
    const { statement, facts } = prepared;
    try {
      bind(prepared, params);
      while (statement.step()) {
        // A RETURNING clause gives rows: each has to be stepped over for the statement to finish.
      }
    } finally {
      statement.reset();
    }
    return { changes: facts.tables.length > 0 ? this.#database.getRowsModified() : 0, tables: facts.tables };
  }

  /** After a replay its statements are not needed again. */
  finishReplay(): void {
    this.#forgetStatements();
  }

  begin(): void {
    this.#control('BEGIN');
  }

  commit(): void {
    this.#control('COMMIT');
  }

  /** SQLite may have rolled back by itself already, after running out of memory. */
  rollback(): void {
    try {
      this.#control('ROLLBACK');
    } catch (error) {
      if (!(error instanceof Error && error.message.includes('no transaction is active'))) throw error;
    }
  }

  /** A part of a transaction that can be undone by itself; there is no second one inside it. */
  savepoint(): void {
    this.#control('SAVEPOINT part');
  }

  releaseSavepoint(): void {
    this.#control('RELEASE part');
  }

  rollbackToSavepoint(): void {
    this.#control('ROLLBACK TO part');
    this.#control('RELEASE part');
  }

  /**
   * The database as it is now, to be read piece by piece while commits go on. It takes no time, whatever the size: were it not for a
   * version of sql.js that works on another array than ours, which this finds out and answers by exporting everything once.
   */
  freeze(): FrozenImage {
    this.#userVersion = (this.#userVersion % 1_000_000) + 1;
    this.#database.exec(`PRAGMA user_version=${this.#userVersion}`);
    if (!this.#file.holds(this.#userVersion)) this.#moveTo(DatabaseFile.of(this.#exportAll()));
    return this.#file.freeze();
  }

  byteSize(): number {
    return this.#file.size;
  }

  close(): void {
    this.#forgetStatements();
    this.#database.close();
  }

  #control(sql: string): void {
    const prepared = this.#prepare(this.#writes, sql, () => ({ tables: [], parameters: 0 }));
    prepared.statement.run();
  }

  #prepare(cache: Map<string, Prepared>, sql: string, inspect: (sql: string) => StatementFacts): Prepared {
    const ready = cache.get(sql);
    if (ready) return ready;
    const facts = inspect(sql);
    if (cache.size >= CACHED_STATEMENTS) this.#forgetOldest(cache);
    const prepared: Prepared = { statement: this.#database.prepare(sql), facts, columns: undefined };
    cache.set(sql, prepared);
    return prepared;
  }

  #forgetOldest(cache: Map<string, Prepared>): void {
    const [oldest] = cache;
    if (!oldest) return;
    oldest[1].statement.free();
    cache.delete(oldest[0]);
  }

  #forgetStatements(): void {
    for (const cache of [this.#reads, this.#writes, this.#replays]) {
      for (const prepared of cache.values()) prepared.statement.free();
      cache.clear();
    }
  }

  #exportAll(): Uint8Array {
    this.#forgetStatements();
    return this.#database.export();
  }

  #moveTo(file: DatabaseFile): void {
    this.#database.close();
    this.#file = file;
    this.#database = new this.#sqlite.Database(file.forSqlite());
    this.#database.exec(CONNECTION_SETTINGS);
  }
}

/** SQLite would take a missing value for NULL; here it is the programming error that it is. */
function bind({ statement, facts }: Prepared, params: readonly SqlValue[] = []): void {
  if (facts.parameters !== undefined && facts.parameters !== params.length) {
    throw new RangeError(`The statement has ${facts.parameters} parameters, not ${params.length}.`);
  }
  if (params.length > 0) statement.bind(params as SqlValue[]);
}

function rowOf<T>(prepared: Prepared): T {
  prepared.columns ??= prepared.statement.getColumnNames();
  const { columns } = prepared;
  const values = prepared.statement.get();
  const row: Record<string, SqlValue> = {};
  for (let index = 0; index < columns.length; index += 1) row[columns[index] ?? ''] = values[index] ?? null;
  return row as T;
}
