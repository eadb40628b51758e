import type { Random } from '#shared/lib/deps.ts';
import { toHex } from './bytes.ts';
import { Checkpoint, startJournal } from './checkpoint.ts';
import {
  type PartwiseDb,
  type ReadDb,
  type Store,
  StoreReadOnlyError,
  type StoreStatus,
  type WriteDb,
} from './database.ts';
import { errorCode } from './file-system.ts';
import { GroupCommit } from './group-commit.ts';
import type { JournalWriter } from './journal-writer.ts';
import type { ManifestFile } from './manifest.ts';
import { RecordEncoder } from './record-codec.ts';
import type { MemoryDatabase } from './sqlite.ts';
import type { StoreFiles } from './store-files.ts';
import { Transaction } from './transaction.ts';

/** Figures a test or a benchmark may set. */
export interface StoreTuning {
  /** Space written ahead in a journal, bytes. */
  readonly extentBytes?: number;
  /** Journal size from which a checkpoint is due, bytes; the default grows with the database. */
  readonly checkpointBytes?: number;
}

export interface SealedStoreParts {
  readonly files: StoreFiles;
  readonly random: Random;
  readonly database: MemoryDatabase;
  readonly manifest: ManifestFile;
  /** Absent when the disk would not take a new journal: then the store can only be read. */
  readonly journal: JournalWriter | undefined;
  readonly readOnlyReason?: string;
  readonly replayedBytes: number;
  readonly tuning: StoreTuning;
  /** Whether this process still holds the vault; asked before each acknowledgement. */
  readonly fence: () => boolean;
  readonly onClose: () => void;
}

/** A checkpoint is due when the journal has this size, and this share of the database's. */
const DUE = { leastBytes: 4 * 1024 * 1024, share: 1 / 8 } as const;

/** At the end of a session sooner: the next open then has less to replay, and nobody is waiting. */
const DUE_AT_CLOSE = { leastBytes: 1024 * 1024, share: 1 / 16 } as const;
const TAKEN_OVER = 'another running program has opened this vault.';

/** The store: SQLite in memory, every transaction sealed and on the disk before it is acknowledged. */
export class SealedStore implements Store {
  readonly #files: StoreFiles;
  readonly #random: Random;
  readonly #database: MemoryDatabase;
  readonly #manifest: ManifestFile;
  readonly #tuning: StoreTuning;
  readonly #fence: () => boolean;
  readonly #onClose: () => void;
  readonly #listeners = new Set<(tables: ReadonlySet<string>) => void>();
  #journal: JournalWriter | undefined;
  #replayedBytes: number;
  #readOnlyReason: string | undefined;
  readonly #group = new GroupCommit((work) => this.#transact(work));
  #inTransaction = false;
  #checkpoint: Checkpoint | undefined;
  #closed = false;
  readonly read: ReadDb;

  constructor(parts: SealedStoreParts) {
    this.#files = parts.files;
    this.#random = parts.random;
    this.#database = parts.database;
    this.#manifest = parts.manifest;
    this.#journal = parts.journal;
    this.#readOnlyReason = parts.readOnlyReason;
    this.#replayedBytes = parts.replayedBytes;
    this.#tuning = parts.tuning;
    this.#fence = parts.fence;
    this.#onClose = parts.onClose;
    this.read = {
      all: (sql, params) => this.#open().all(sql, params),
      get: (sql, params) => this.#open().get(sql, params),
    };
  }

  transaction<T>(work: (tx: PartwiseDb) => T): T {
    return this.#transact(work);
  }

  transactionTogether<T>(work: (tx: WriteDb) => T): Promise<T> {
    return this.#group.add(work);
  }

  onCommit(listener: (tables: ReadonlySet<string>) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  checkpoint(): void {
    this.#abandonCheckpoint();
    const checkpoint = this.#startCheckpoint();
    for (const _ of this.#steps(checkpoint)) {
      // Nobody else is to go on meanwhile.
    }
  }

  async checkpointInSlices(): Promise<void> {
    if (this.#checkpoint) return;
    const checkpoint = this.#startCheckpoint();
    for (const _ of this.#steps(checkpoint)) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#checkpoint !== checkpoint) return;
    }
  }

  checkpointDue(): boolean {
    return this.#isDue(DUE);
  }

  status(): StoreStatus {
    const readOnly = this.#readOnlyReason !== undefined;
    return {
      readOnly,
      ...(readOnly ? { reason: this.#readOnlyReason } : {}),
      generation: this.#manifest.current.journals.at(-1) ?? 0,
      journalBytes: this.#journalBytes(),
      databaseBytes: this.#open().byteSize(),
    };
  }

  close(): void {
    if (this.#closed) return;
    if (this.#inTransaction) throw new Error('The store cannot close inside a transaction.');
    this.#group.commitNow();
    this.#abandonCheckpoint();
    if (this.#readOnlyReason === undefined) this.#endSession();
    this.#journal?.close();
    this.#closed = true;
    this.#database.close();
    this.#files.keys.clear();
    this.#onClose();
  }

  #open(): MemoryDatabase {
    if (this.#closed) throw new Error('The store is closed.');
    return this.#database;
  }

  #writable(): JournalWriter {
    if (this.#readOnlyReason !== undefined || !this.#journal) {
      throw new StoreReadOnlyError(this.#readOnlyReason ?? 'the store was opened for reading.');
    }
    return this.#journal;
  }

  #transact<T>(work: (tx: PartwiseDb) => T): T {
    const database = this.#open();
    this.#writable();
    if (this.#inTransaction) throw new Error('A transaction cannot start inside another.');
    const record = new RecordEncoder();
    const tables = new Set<string>();
    database.begin();
    this.#inTransaction = true;
    try {
      const result = this.#runWork(work, record, tables);
      if (record.count > 0) this.#makeDurable(record.finish());
      this.#commitInMemory();
      if (record.count > 0) this.#notify(tables);
      return result;
    } finally {
      this.#inTransaction = false;
    }
  }

  #runWork<T>(work: (tx: PartwiseDb) => T, record: RecordEncoder, tables: Set<string>): T {
    const transaction = new Transaction(this.#database, record, tables);
    try {
      const result = work(transaction as unknown as PartwiseDb);
      if (result instanceof Promise) throw new TypeError('A transaction is synchronous: its work returned a promise.');
      return result;
    } catch (error) {
      this.#database.rollback();
      throw error;
    } finally {
      transaction.end();
    }
  }

  #makeDurable(record: Uint8Array): void {
    let held: boolean;
    try {
      this.#writable().append(record);
      held = this.#fence();
    } catch (error) {
      this.#database.rollback();
      if (errorCode(error) === undefined) throw error;
      throw this.#stopWriting(reasonOf(error), error);
    }
    if (held) return;
    this.#database.rollback();
    throw this.#stopWriting(TAKEN_OVER);
  }

  /** The record is durable by now. Should SQLite fail all the same, memory is behind the disk and must not be added to. */
  #commitInMemory(): void {
    try {
      this.#database.commit();
    } catch (error) {
      this.#database.rollback();
      throw this.#stopWriting(
        'the database in memory could not follow its journal; start the application again.',
        error,
      );
    }
  }

  #stopWriting(reason: string, cause?: unknown): StoreReadOnlyError {
    this.#readOnlyReason ??= reason;
    this.#abandonCheckpoint();
    return new StoreReadOnlyError(reason, { cause });
  }

  #notify(tables: ReadonlySet<string>): void {
    for (const listener of this.#listeners) {
      try {
        listener(tables);
      } catch (error) {
        // The change is saved whatever a listener does; its bug is thrown where it cannot look like a failed commit.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  #startCheckpoint(): Checkpoint {
    const current = this.#writable();
    if (this.#inTransaction) throw new Error('A checkpoint cannot start inside a transaction.');
    const database = this.#open();
    const previous = current.end;
    const next = startJournal(this.#files, this.#random, this.#manifest.current, previous, this.#tuning.extentBytes);
    this.#orStopWriting(() => {
      if (!this.#fence()) throw this.#stopWriting(TAKEN_OVER);
      this.#manifest.write({ journals: [...this.#manifest.current.journals, next.generation], end: null });
    });
    current.close();
    this.#replayedBytes += current.recordedBytes;
    this.#journal = next;
    const snapshot = { generation: next.generation, previous, database };
    this.#checkpoint = new Checkpoint(this.#files, this.#random, this.#manifest, snapshot);
    return this.#checkpoint;
  }

  /** What is left of a checkpoint after its start, in pieces of a few milliseconds. */
  *#steps(checkpoint: Checkpoint): Generator<void> {
    while (this.#orAbandon(() => checkpoint.writeNext())) yield;
    this.#orAbandon(() => checkpoint.nameSnapshot());
    yield;
    this.#orStopWriting(() => checkpoint.nameInManifest());
    this.#replayedBytes = 0;
    yield;
    while (checkpoint.removeNext()) yield;
    this.#checkpoint = undefined;
  }

  /** A snapshot that cannot be written leaves the journals as they are: nothing is lost, and saving goes on. */
  #orAbandon<T>(step: () => T): T {
    try {
      return step();
    } catch (error) {
      this.#abandonCheckpoint();
      throw error;
    }
  }

  /** After a failed write of the manifest nobody knows which journal the disk names: only a new open can tell. */
  #orStopWriting(step: () => void): void {
    try {
      step();
    } catch (error) {
      throw error instanceof StoreReadOnlyError ? error : this.#stopWriting(reasonOf(error), error);
    }
  }

  #abandonCheckpoint(): void {
    this.#checkpoint?.abandon();
    this.#checkpoint = undefined;
  }

  /** A disk that fails now has taken every acknowledged record before: the next open finds them as after a crash. */
  #endSession(): void {
    try {
      if (!this.#fence()) return;
      if (this.#isDue(DUE_AT_CLOSE)) this.checkpoint();
    } catch (error) {
      if (errorCode(error) === undefined && !(error instanceof StoreReadOnlyError)) throw error;
    }
    if (this.#readOnlyReason !== undefined || !this.#journal) return;
    const { generation, sequence, tag } = this.#journal.end;
    try {
      this.#manifest.write({ end: { generation, sequence, tag: toHex(tag) } });
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
    }
  }

  #isDue({ leastBytes, share }: typeof DUE | typeof DUE_AT_CLOSE): boolean {
    if (this.#readOnlyReason !== undefined || this.#checkpoint || this.#closed) return false;
    const limit = this.#tuning.checkpointBytes ?? Math.max(leastBytes, this.#database.byteSize() * share);
    return this.#journalBytes() > limit;
  }

  #journalBytes(): number {
    return this.#replayedBytes + (this.#journal?.recordedBytes ?? 0);
  }
}

/** What happened to the disk, for the person who reads "nothing more can be saved". */
export function reasonOf(error: unknown): string {
  const code = errorCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'the disk is full.';
  if (code === 'EROFS') return 'the disk can only be read.';
  return `the disk reported an error (${code ?? 'unknown'}).`;
}
