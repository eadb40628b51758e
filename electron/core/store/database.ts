/** What SQLite can hold. Integers are exact up to 2^53; text is well-formed Unicode. */
export type SqlValue = number | string | Uint8Array | null;

/** Reading. `T` is the shape the caller's SQL produces: column names are the keys. */
export interface ReadDb {
  all<T>(sql: string, params?: readonly SqlValue[]): T[];
  get<T>(sql: string, params?: readonly SqlValue[]): T | undefined;
}

declare const writable: unique symbol;

/** Writing: only inside `Store.transaction`. */
export interface WriteDb extends ReadDb {
  readonly [writable]: true;
  /** Runs one INSERT, UPDATE, DELETE or schema statement and returns the number of rows it changed. */
  run(sql: string, params?: readonly SqlValue[]): number;
}

/** A transaction in which a part can fail without the rest. */
export interface PartwiseDb extends WriteDb {
  /** Runs `work`; if it throws, what it wrote is gone, and only that. */
  attempt<T>(work: (tx: WriteDb) => T): T;
}

/** The sealed database of one workstation. Everything is synchronous: a transaction is on the disk when it returns. */
export interface Store {
  readonly read: ReadDb;

  /**
   * Runs `work` as one transaction, seals it as one journal record and makes it durable before returning.
   * If `work` throws, everything is rolled back and nothing is journaled.
   * @throws StoreReadOnlyError if the record could not be made durable, now and for every later transaction.
   */
  transaction<T>(work: (tx: PartwiseDb) => T): T;

  /**
   * The same for one of several at a time: all that are asked for in one turn of the event loop become durable together, by one record.
   * Rejects with what `work` throws, without harm to the others, or with StoreReadOnlyError for all of them.
   */
  transactionTogether<T>(work: (tx: WriteDb) => T): Promise<T>;

  /** Calls `listener` after each commit with the names of the tables its statements wrote. Returns how to stop. */
  onCommit(listener: (tables: ReadonlySet<string>) => void): () => void;

  /** Writes a new snapshot and starts a new journal generation. The generation before is kept. */
  checkpoint(): void;

  /** The same, giving the thread back between chunks of the snapshot so that commits and reads go on meanwhile. */
  checkpointInSlices(): Promise<void>;

  /** Whether the journal has grown enough for a checkpoint to be worth its while. */
  checkpointDue(): boolean;

  status(): StoreStatus;

  /** Ends the session in order: checkpoints if the journal is large, records where the journal ends, clears the keys. */
  close(): void;
}

export interface StoreStatus {
  readonly readOnly: boolean;
  /** Why nothing more can be saved; only when `readOnly`. */
  readonly reason?: string;
  readonly generation: number;
  /** Bytes of journal that an open would replay. */
  readonly journalBytes: number;
  readonly databaseBytes: number;
}

/** Nothing more can be saved on this disk. Everything acknowledged before is safe; reading goes on. */
export class StoreReadOnlyError extends Error {
  override readonly name = 'StoreReadOnlyError';

  constructor(
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`This change was not saved, and nothing more can be saved now: ${reason}`, options);
  }
}

/** A statement the store will not run, because a replay of the journal could come out differently. A programming error. */
export class RefusedSqlError extends Error {
  override readonly name = 'RefusedSqlError';
}
