import type { Random } from '#shared/lib/deps.ts';
import { toHex } from './bytes.ts';
import { outdatedNames, startJournal } from './checkpoint.ts';
import type { Loss } from './damage.ts';
import type { Store } from './database.ts';
import type { OpenNotice } from './errors.ts';
import { journalName } from './file-names.ts';
import { errorCode, sweepTemporaryFiles, withFile } from './file-system.ts';
import { JournalWriter } from './journal-writer.ts';
import { ManifestFile } from './manifest.ts';
import { META_SCHEMA, type Migration, migrate, refuseNewerSchema } from './migrate.ts';
import { setAside } from './quarantine.ts';
import { type LoadedDatabase, type LoadOptions, loadDatabase } from './replay.ts';
import { reasonOf, SealedStore, type StoreTuning } from './sealed-store.ts';
import { SnapshotWriter } from './snapshot.ts';
import { verifySmallSpare } from './spare.ts';
import { loadSqlite, MemoryDatabase } from './sqlite.ts';
import { CHAIN_START, type StoreFiles } from './store-files.ts';

export interface StoreOptions extends LoadOptions {
  readonly files: StoreFiles;
  readonly random: Random;
  readonly migrations: readonly Migration[];
  readonly tuning?: StoreTuning;
  /** Whether this process still holds the vault. */
  readonly fence: () => boolean;
  readonly onClose: () => void;
}

export interface OpenedStore {
  readonly store: Store;
  readonly manifest: ManifestFile;
  readonly notices: readonly OpenNotice[];
  /** What was left out, when a person decided to go on with what precedes the damage. */
  readonly loss: Loss | undefined;
}

const FIRST_GENERATION = 1;

/** Makes the files of an empty store in a folder that holds none, and opens it. */
export async function createStore(options: StoreOptions, keysRevision: number): Promise<OpenedStore> {
  const { files, random, tuning = {} } = options;
  const sqlite = await loadSqlite();
  const database = MemoryDatabase.empty(sqlite);
  database.write(META_SCHEMA, []);
  const headerTag = writeSnapshot(options, FIRST_GENERATION, database);
  const journal = JournalWriter.create(files, random, FIRST_GENERATION, CHAIN_START, tuning.extentBytes);
  const manifest = new ManifestFile(files);
  const snapshots = [{ generation: FIRST_GENERATION, headerTag: toHex(headerTag) }];
  manifest.write({ keysRevision, snapshots, journals: [FIRST_GENERATION], end: null });
  const store = new SealedStore({ ...options, database, manifest, journal, replayedBytes: 0, tuning });
  migrate(store, options.migrations);
  return { store, manifest, notices: [], loss: undefined };
}

/**
 * Opens an existing store.
 * @throws StoreDamagedError, NewerFormatError, and the operating system's errors as they are
 */
export async function openStore(options: StoreOptions, manifest: ManifestFile): Promise<OpenedStore> {
  const { files, tuning = {} } = options;
  const sqlite = await loadSqlite();
  const loaded = loadDatabase(files, sqlite, manifest.current, options);
  const notices = [...loaded.notices];
  try {
    refuseNewerSchema(loaded.database, options.migrations, manifest.current.writtenBy);
    const begun = beginSession(options, manifest, loaded);
    if (begun.readOnlyReason) notices.push({ kind: 'opened-read-only', reason: begun.readOnlyReason });
    const store = new SealedStore({ ...options, ...begun, database: loaded.database, manifest, tuning });
    migrate(store, options.migrations);
    if (!begun.readOnlyReason) notices.push(...secureSpare(store, files, manifest, loaded.needsCheckpoint));
    return { store, manifest, notices, loss: loaded.loss };
  } catch (error) {
    loaded.database.close();
    throw error;
  }
}

/** Two generations have to be good: the one just read is, the other is made anew or read through. */
function secureSpare(store: Store, files: StoreFiles, manifest: ManifestFile, lost: boolean): readonly OpenNotice[] {
  if (!lost) return verifySmallSpare(files, manifest);
  store.checkpoint();
  return [];
}

interface Session {
  readonly journal: JournalWriter | undefined;
  readonly replayedBytes: number;
  readonly readOnlyReason?: string;
}

/** Each session writes its own journal. When the disk will not take one, people can still read. */
function beginSession(options: StoreOptions, manifest: ManifestFile, loaded: LoadedDatabase): Session {
  const { files, random, tuning } = options;
  try {
    sweepTemporaryFiles(files.fs, files.dir);
    if (loaded.salvaged) return { journal: startAfresh(options, manifest, loaded), replayedBytes: 0 };
    if (manifest.current.end === null) makeDurable(files, loaded.end.generation);
    const journal = startJournal(files, random, manifest.current, loaded.end, tuning?.extentBytes);
    const known = new Set([...manifest.current.journals, ...loaded.journals, journal.generation]);
    const snapshots = manifest.current.snapshots.filter((snapshot) => snapshot.generation <= loaded.snapshotGeneration);
    manifest.write({ snapshots, journals: [...known].sort((left, right) => left - right), end: null });
    return { journal, replayedBytes: loaded.replayedBytes };
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return { journal: undefined, replayedBytes: loaded.replayedBytes, readOnlyReason: reasonOf(error) };
  }
}

/**
 * The last record may be one that a process had written and not synced when it was killed: it was read, and the next journal will be
 * chained to it, so it must not go any more with the power.
 */
function makeDurable({ fs, dir }: StoreFiles, generation: number): void {
  withFile(fs, fs.join(dir, journalName(generation)), 'update', (file) => fs.fsync(file));
}

/** After a salvage: a first snapshot of what could be read, and every older file set aside, none removed. */
function startAfresh(options: StoreOptions, manifest: ManifestFile, loaded: LoadedDatabase): JournalWriter {
  const { files, random, tuning } = options;
  const journal = startJournal(files, random, manifest.current, loaded.end, tuning?.extentBytes);
  const headerTag = writeSnapshot(options, journal.generation, loaded.database, loaded.end);
  const snapshots = [{ generation: journal.generation, headerTag: toHex(headerTag) }];
  manifest.write({ snapshots, journals: [journal.generation], end: null });
  for (const name of outdatedNames(files, manifest.current)) setAside(files.fs, files.dir, name);
  return journal;
}

function writeSnapshot(
  options: StoreOptions,
  generation: number,
  database: MemoryDatabase,
  previous = CHAIN_START,
): Uint8Array {
  const writer = new SnapshotWriter(options.files, options.random, {
    generation,
    previous,
    database,
  });
  try {
    while (writer.writeNext()) {
      // Each step writes one chunk.
    }
    writer.finish();
    return writer.headerTag;
  } catch (error) {
    writer.abandon();
    throw error;
  }
}
