import type { SqlJsStatic } from 'sql.js';
import { fromHex } from './bytes.ts';
import { type Loss, lossAfter } from './damage.ts';
import { type OpenNotice, StoreDamagedError } from './errors.ts';
import { journalName, parseNumberedName, snapshotName } from './file-names.ts';
import { changedFileSystem, errorCode, type FileSystem } from './file-system.ts';
import { JOURNAL_HEADER_BYTES } from './journal-format.ts';
import { type JournalContent, readJournal, readJournalHeader } from './journal-reader.ts';
import type { Manifest } from './manifest.ts';
import { setAside } from './quarantine.ts';
import { decodeRecord } from './record-codec.ts';
import { readSnapshot, type Snapshot } from './snapshot.ts';
import { MemoryDatabase } from './sqlite.ts';
import { type ChainPoint, type StoreFiles, samePoint } from './store-files.ts';

/** How much of the loading the snapshot is; the journals are the rest. */
const SNAPSHOT_SHARE = 0.7;

export interface LoadedDatabase {
  readonly database: MemoryDatabase;
  /** Where the journals end: what the next one is chained to. */
  readonly end: ChainPoint;
  /** The snapshot it started from. */
  readonly snapshotGeneration: number;
  /** The journals that were replayed, in order. */
  readonly journals: readonly number[];
  readonly replayedBytes: number;
  readonly notices: readonly OpenNotice[];
  /** A checkpoint is needed: a snapshot the store relies on has been lost. */
  readonly needsCheckpoint: boolean;
  /** Something was left out on a person's decision; the old files must not be used again. */
  readonly salvaged: boolean;
  /** What was left out, when something was. */
  readonly loss: Loss | undefined;
}

export interface LoadOptions {
  /** Called with a figure from 0 to 1. */
  readonly onProgress?: (done: number) => void;
  /** A person has decided to go on with what can be read; what cannot is set aside. */
  readonly salvage?: boolean;
}

/**
 * Rebuilds the database: the newest genuine snapshot, then every journal since. A damaged snapshot is set aside and the
 * one before is used with its journals, which gives the same content. A damaged journal stops everything.
 * @throws StoreDamagedError
 */
export function loadDatabase(
  files: StoreFiles,
  sqlite: SqlJsStatic,
  manifest: Manifest,
  options: LoadOptions = {},
): LoadedDatabase {
  const notices: OpenNotice[] = [];
  let failure: StoreDamagedError | undefined;
  for (const entry of manifest.snapshots) {
    try {
      const loaded = loadFrom(files, sqlite, manifest, entry, options);
      if (failure) notices.push(previousUsed(files, failure));
      return { ...loaded, notices: [...notices, ...loaded.notices], needsCheckpoint: failure !== undefined };
    } catch (error) {
      if (!(error instanceof StoreDamagedError) || error.file !== snapshotName(entry.generation)) throw error;
      failure = error;
    }
  }
  throw failure ?? new StoreDamagedError('manifest', 'the manifest names no snapshot');
}

function previousUsed(files: StoreFiles, failure: StoreDamagedError): OpenNotice {
  return {
    kind: 'previous-generation-used',
    file: failure.file,
    what: failure.what,
    keptAt: asideIfPossible(files, failure.file),
  };
}

/** A disk that can only be read keeps the damaged file where it is: nobody is kept from reading because of that. */
function asideIfPossible({ fs, dir }: StoreFiles, name: string): string {
  try {
    return setAside(fs, dir, name) ?? '';
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return '';
  }
}

function loadFrom(
  files: StoreFiles,
  sqlite: SqlJsStatic,
  manifest: Manifest,
  entry: Manifest['snapshots'][number],
  options: LoadOptions,
): LoadedDatabase {
  const watched = {
    ...files,
    fs: watchReading(files.fs, files.fs.join(files.dir, snapshotName(entry.generation)), options),
  };
  const snapshot = readSnapshot(watched, entry.generation, fromHex(entry.headerTag));
  options.onProgress?.(SNAPSHOT_SHARE);
  const database = MemoryDatabase.load(sqlite, snapshot.database);
  const replayer = new Replayer(files, database, snapshot);
  const journals = [...journalsSince(manifest, entry.generation)];
  let loss: Loss | undefined;
  try {
    journals.push(...laterJournals(files, manifest));
    journals.forEach((generation, index) => {
      replayer.next(generation, journals[index + 1]);
      options.onProgress?.(SNAPSHOT_SHARE + ((1 - SNAPSHOT_SHARE) * (index + 1)) / journals.length);
    });
    checkEnd(manifest, replayer);
  } catch (error) {
    if (!options.salvage || !(error instanceof StoreDamagedError)) {
      database.close();
      throw error;
    }
    replayer.salvage(error);
    loss = lossAfter(files, manifest, journals, replayer.end);
  }
  database.finishReplay();
  return { ...replayer.result(), database, snapshotGeneration: entry.generation, loss };
}

/** Tells how far the reading of the snapshot is, by the bytes that were taken from the disk. */
function watchReading(fs: FileSystem, path: string, { onProgress }: LoadOptions): FileSystem {
  if (!onProgress) return fs;
  let total = Number.POSITIVE_INFINITY;
  let done = 0;
  return changedFileSystem(fs, {
    open: (name, mode) => {
      const file = fs.open(name, mode);
      if (name === path) total = fs.size(file);
      return file;
    },
    read: (file, position, length) => {
      const bytes = fs.read(file, position, length);
      done += bytes.length;
      onProgress(SNAPSHOT_SHARE * Math.min(1, done / total));
      return bytes;
    },
  });
}

const journalsSince = (manifest: Manifest, generation: number): readonly number[] =>
  manifest.journals.filter((journal) => journal >= generation);

/**
 * Journals that the manifest does not know yet. One without records was made by an open that did not finish. One with
 * records means that both copies of the manifest are behind; being chained to the rest, it belongs to the store.
 */
function laterJournals(files: StoreFiles, manifest: Manifest): readonly number[] {
  const newest = manifest.journals.at(-1) ?? 0;
  return files.fs
    .list(files.dir)
    .map(parseNumberedName)
    .filter((found) => found?.kind === 'journal' && found.generation > newest)
    .map((found) => found?.generation ?? 0)
    .filter((generation) => readJournal(files, generation).end.sequence > 0);
}

/** After an orderly close the manifest tells where the journal ends; then nothing may be missing, not even the last record. */
function checkEnd(manifest: Manifest, replayer: Replayer): void {
  if (!manifest.end || manifest.end.generation !== replayer.end.generation) return;
  const expected = { ...manifest.end, tag: fromHex(manifest.end.tag) };
  if (!samePoint(expected, replayer.end) || replayer.unfinished) {
    throw new StoreDamagedError(journalName(expected.generation), 'it does not end where the last session ended it');
  }
}

class Replayer {
  readonly #files: StoreFiles;
  readonly #database: MemoryDatabase;
  readonly #journals: number[] = [];
  readonly #notices: OpenNotice[] = [];
  #end: ChainPoint;
  #keyEpoch: number;
  #bytes = 0;
  #unfinished = false;
  #salvaged = false;

  constructor(files: StoreFiles, database: MemoryDatabase, start: Pick<Snapshot, 'previous' | 'keyEpoch'>) {
    this.#files = files;
    this.#database = database;
    this.#end = start.previous;
    this.#keyEpoch = start.keyEpoch;
  }

  get end(): ChainPoint {
    return this.#end;
  }

  get unfinished(): boolean {
    return this.#unfinished;
  }

  next(generation: number, following: number | undefined): void {
    const file = journalName(generation);
    const until = following === undefined ? undefined : readJournalHeader(this.#files, following).previous;
    if (until && until.generation !== generation)
      throw new StoreDamagedError(file, 'it is not the journal that the next one follows');
    const journal = readJournal(this.#files, generation, until);
    if (!samePoint(journal.header.previous, this.#end)) {
      throw new StoreDamagedError(file, 'it does not follow the journal before it: records are missing between them');
    }
    this.#checkEpoch(file, journal.header.keyEpoch);
    this.#journals.push(generation);
    this.#end = { generation, sequence: 0, tag: journal.header.tag };
    for (const record of journal.records) replayRecord(this.#database, file, record);
    this.#end = journal.end;
    this.#bytes += journal.used - JOURNAL_HEADER_BYTES;
    this.#judge(file, journal);
  }

  salvage(error: StoreDamagedError): void {
    this.#salvaged = true;
    this.#notices.push({ kind: 'salvaged', file: error.file, what: error.what, keptAt: undefined });
  }

  result() {
    return {
      end: this.#end,
      journals: this.#journals,
      replayedBytes: this.#bytes,
      notices: this.#notices,
      needsCheckpoint: false,
      salvaged: this.#salvaged,
    };
  }

  /** Root keys only follow each other: whoever knows a retired one cannot add to what came after it. */
  #checkEpoch(file: string, keyEpoch: number): void {
    if (keyEpoch < this.#keyEpoch)
      throw new StoreDamagedError(file, 'it is sealed under an earlier key than what it follows');
    this.#keyEpoch = keyEpoch;
  }

  #judge(file: string, journal: JournalContent): void {
    if (typeof journal.tail === 'object') throw new StoreDamagedError(file, journal.tail.damage);
    this.#unfinished = journal.tail === 'unfinished';
    if (this.#unfinished) this.#notices.push({ kind: 'unfinished-record-dropped', file });
  }
}

/** @throws StoreDamagedError if the statements do not do what they did: the transaction is then rolled back */
function replayRecord(database: MemoryDatabase, file: string, record: Uint8Array): void {
  database.begin();
  try {
    for (const { sql, params, changes } of decodeRecord(record)) {
      if (database.replay(sql, params).changes !== changes) {
        throw new StoreDamagedError(file, 'a transaction came out differently when it was replayed');
      }
    }
    database.commit();
  } catch (error) {
    database.rollback();
    if (error instanceof StoreDamagedError) throw error;
    throw new StoreDamagedError(file, `a transaction could not be replayed: ${messageOf(error)}`);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
