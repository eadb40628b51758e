import type { ReadDb, SqlValue, WriteDb } from './database.ts';
import type { RecordEncoder } from './record-codec.ts';
import type { MemoryDatabase } from './sqlite.ts';

/** The writing side of one transaction; useless after it. */
export class Transaction implements ReadDb {
  readonly #database: MemoryDatabase;
  readonly #record: RecordEncoder;
  readonly #tables: Set<string>;
  #ended = false;

  constructor(database: MemoryDatabase, record: RecordEncoder, tables: Set<string>) {
    this.#database = database;
    this.#record = record;
    this.#tables = tables;
  }

  all<T>(sql: string, params?: readonly SqlValue[]): T[] {
    this.#check();
    return this.#database.all(sql, params);
  }

  get<T>(sql: string, params?: readonly SqlValue[]): T | undefined {
    this.#check();
    return this.#database.get(sql, params);
  }

  run(sql: string, params: readonly SqlValue[] = []): number {
    this.#check();
    const values = params.map(storable);
    const { changes, tables } = this.#database.write(sql, values);
    this.#record.add(sql, values, changes);
    for (const table of tables) this.#tables.add(table);
    return changes;
  }

  attempt<T>(work: (tx: WriteDb) => T): T {
    this.#check();
    const mark = this.#record.mark();
    this.#database.savepoint();
    try {
      const result = work(this as unknown as WriteDb);
      if (result instanceof Promise) throw new TypeError('A transaction is synchronous: its work returned a promise.');
      this.#database.releaseSavepoint();
      return result;
    } catch (error) {
      this.#database.rollbackToSavepoint();
      this.#record.rewind(mark);
      throw error;
    }
  }

  end(): void {
    this.#ended = true;
  }

  #check(): void {
    if (this.#ended) throw new Error('This transaction has ended.');
  }
}

const LONE_SURROGATE = /\p{Surrogate}/gu;

/** What is bound is exactly what is journaled: half a surrogate pair becomes U+FFFD as in any UTF-8 text. */
function storable(value: SqlValue): SqlValue {
  if (typeof value === 'string') return value.replace(LONE_SURROGATE, '\uFFFD');
  if (typeof value === 'number' && !Number.isNaN(value)) return value;
  if (value === null || value instanceof Uint8Array) return value;
  throw new TypeError(`The store cannot hold a value of type ${Number.isNaN(value) ? 'NaN' : typeof value}.`);
}
