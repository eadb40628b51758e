import type { AppError } from '#shared/ipc/wire.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { ChosenFolder, Workstation } from '../context.ts';
import { equalBytes, toHex } from '../store/bytes.ts';
import { StoreReadOnlyError } from '../store/database.ts';
import { StoreDamagedError } from '../store/errors.ts';
import { errorCode, TEMPORARY_SUFFIX } from '../store/file-system.ts';
import { BackupFolder } from './backup-folder.ts';
import { type BackupIndex, encodeIndex } from './backup-index.ts';
import {
  type Capture,
  type CapturedFile,
  CaptureOutdated,
  capture,
  capturedAttachments,
  SourceUnreadable,
} from './capture.ts';
import { COPY_DIR, copyFileSystem } from './copy-file-system.ts';
import { inOnePiece, readAll } from './disk.ts';
import { keepNewest } from './retention.ts';
import { verifyCopiedAttachments, verifyCopiedStore } from './verify-copy.ts';
import { copyObject, isObjectWhole, type WriteDeps, type WrittenFile, writeObject } from './write-objects.ts';

/** How often a back-up begins again because files were removed under it. */
const TRIES = 5;

export interface BackupOptions {
  readonly to: ChosenFolder;
  /** How many back-ups of this workstation stay in the folder, this one included. */
  readonly keep: number;
  readonly signal: AbortSignal;
  /** Bytes of the back-up that are written and verified, of all. */
  readonly progress: (done: number, total: number) => void;
}

export interface MadeBackup {
  readonly id: string;
  readonly number: number;
  readonly createdAt: number;
  readonly files: number;
  readonly bytes: number;
  /** What had to be written: the rest was there from earlier back-ups. */
  readonly newFiles: number;
  readonly newBytes: number;
  /** Earlier back-ups that had to go. */
  readonly removed: number;
  /** Attachments that cannot be read on this workstation itself any more. */
  readonly damaged: number;
}

export type BackupStation = Pick<Workstation, 'store' | 'vault' | 'attachments' | 'clock' | 'random'> & {
  readonly identity: Pick<Workstation['identity'], 'workstationId' | 'name' | 'bureau'>;
};

/**
 * Copies the vault as it is sealed, while work goes on:
 *
 *   checkpoint → one moment captured → contents written → everything read back and authenticated → index → older ones removed
 *
 * The index comes last, so an interrupted back-up is none, and its contents spare the next one the work. Earlier back-ups are never touched
 * before the new one is verified.
 */
export async function makeBackup(
  station: BackupStation,
  options: BackupOptions,
): Promise<Result<MadeBackup, AppError>> {
  const { to, signal, keep } = options;
  const folder = BackupFolder.of(to.disk, to.path, station.identity.workstationId);
  try {
    await folder.prepare();
    const { index, written } = await copyAtOneMoment(station, options, folder);
    signal.throwIfAborted();
    await writeIndex(station, folder, index);
    const removed = await removeOutdated(folder, keep);
    return ok(summaryOf(index, written, removed));
  } catch (error) {
    const problem = problemOf(error);
    if (problem) return err(problem);
    throw error;
  }
}

/** The new back-up is verified and in place by now; what could not be removed goes with the next. */
async function removeOutdated(folder: BackupFolder, keep: number): Promise<number> {
  try {
    return await keepNewest(folder, keep);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return 0;
  }
}

interface Copied {
  readonly index: BackupIndex;
  readonly written: readonly WrittenFile[];
}

async function copyAtOneMoment(station: BackupStation, options: BackupOptions, folder: BackupFolder): Promise<Copied> {
  for (let tries = 1; ; tries += 1) {
    await shortenJournal(station);
    const captured = captureHere(station);
    try {
      return await copy(station, options, folder, captured);
    } catch (error) {
      if (!(error instanceof CaptureOutdated) || tries === TRIES) throw error;
    } finally {
      captured.close();
    }
  }
}

/** A snapshot that cannot be written now leaves a longer journal to copy, and nothing else. */
async function shortenJournal({ store }: BackupStation): Promise<void> {
  try {
    if (!store.status().readOnly) await store.checkpointInSlices();
  } catch (error) {
    if (errorCode(error) === undefined && !(error instanceof StoreReadOnlyError)) throw error;
  }
}

function captureHere(station: BackupStation): Capture {
  try {
    return capture(station);
  } catch (error) {
    if (errorCode(error) === undefined && !(error instanceof StoreDamagedError)) throw error;
    throw new SourceUnreadable(error instanceof StoreDamagedError ? error.file : 'vault', { cause: error });
  }
}

async function copy(
  station: BackupStation,
  options: BackupOptions,
  folder: BackupFolder,
  captured: Capture,
): Promise<Copied> {
  const createdAt = station.clock.now();
  const files = [...captured.files, ...(await capturedAttachments(station.vault.files, captured.attachments))];
  const deps = writeDeps(station, options, folder, files);
  const written: WrittenFile[] = [];
  for (const file of files) written.push(await writeObject(deps, file));
  await folder.disk.syncFolder(folder.files);
  await readBack(deps, files, written);
  const damaged = await authenticate(station, options, folder, captured, written);
  const [newest] = await folder.indexes();
  const { workstationId, name: workstation, bureau } = station.identity;
  const index: BackupIndex = {
    format: 'ncb-backup',
    version: 1,
    id: toHex(station.random.bytes(16)),
    number: (newest?.number ?? 0) + 1,
    vaultId: toHex(station.vault.files.vaultId),
    workstationId,
    workstation,
    bureau,
    createdAt,
    files: written.map(({ name, size, sha256 }) => ({ name, size, sha256 })),
    damaged: [...damaged],
  };
  return { index, written };
}

/** Each byte counts twice: when it is read here, and when it is read back there. */
function writeDeps(
  { random }: BackupStation,
  { signal, progress }: BackupOptions,
  folder: BackupFolder,
  files: readonly CapturedFile[],
): WriteDeps {
  const total = files.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  const onBytes = (bytes: number) => {
    done += bytes;
    progress(Math.min(total, Math.floor(done / 2)), total);
  };
  return { folder, random, signal, onBytes };
}

/** What an earlier back-up left may have rotted: it is written anew, which heals the earlier back-ups as well. */
async function readBack(
  deps: WriteDeps,
  files: readonly CapturedFile[],
  written: readonly WrittenFile[],
): Promise<void> {
  for (const [at, object] of written.entries()) {
    if (await isObjectWhole(deps, object)) continue;
    const file = files[at];
    if (file) await copyObject(deps, file, object.sha256);
    if (!(await isObjectWhole(deps, object))) throw new NotVerified(object.name);
  }
}

/** Every chunk of the copy, by the keys of the vault. Returns the attachments that are damaged here as they are there. */
async function authenticate(
  station: BackupStation,
  { to, signal }: BackupOptions,
  folder: BackupFolder,
  { digests }: Capture,
  written: readonly WrittenFile[],
): Promise<readonly string[]> {
  const copied = { ...station.vault.files, fs: copyFileSystem(to.fs, folder, written), dir: COPY_DIR };
  await verifyCopiedStore(copied, signal);
  const damaged = await verifyCopiedAttachments(copied, station.random, digests, signal);
  for (const { digest, name } of damaged) {
    if (await isWholeHere(station, digest)) throw new NotVerified(name);
  }
  return damaged.map(({ name }) => name);
}

async function isWholeHere({ attachments }: BackupStation, digest: string): Promise<boolean> {
  try {
    for await (const _chunk of attachments.open(digest)) {
      // Reading it through is the check.
    }
    return true;
  } catch (error) {
    if (error instanceof StoreDamagedError) return false;
    throw error;
  }
}

async function writeIndex({ vault }: BackupStation, folder: BackupFolder, index: BackupIndex): Promise<void> {
  const { disk } = folder;
  const path = folder.indexPath(index.number);
  const bytes = encodeIndex(vault, index);
  await disk.write(path + TEMPORARY_SUFFIX, inOnePiece(bytes));
  if (!equalBytes(await readAll(disk, path + TEMPORARY_SUFFIX), bytes)) throw new NotVerified('index');
  await disk.rename(path + TEMPORARY_SUFFIX, path);
  await disk.syncFolder(folder.path);
}

/** The medium did not give back what was written to it. */
class NotVerified extends Error {
  override readonly name = 'NotVerified';
}

function summaryOf(index: BackupIndex, written: readonly WrittenFile[], removed: number): MadeBackup {
  const fresh = written.filter(({ isNew }) => isNew);
  const bytesOf = (files: readonly WrittenFile[]) => files.reduce((sum, { size }) => sum + size, 0);
  const { id, number, createdAt, damaged } = index;
  return {
    id,
    number,
    createdAt,
    files: written.length,
    bytes: bytesOf(written),
    newFiles: fresh.length,
    newBytes: bytesOf(fresh),
    removed,
    damaged: damaged.length,
  };
}

/** What a person can do something about; anything else is a bug and is thrown. */
function problemOf(error: unknown): AppError | null {
  if (error instanceof SourceUnreadable) return { code: 'backup-source-unreadable', params: { file: error.file } };
  if (error instanceof NotVerified || error instanceof StoreDamagedError) return { code: 'backup-not-verified' };
  const code = errorCode(error);
  if (code === undefined || (error instanceof Error && error.name === 'AbortError')) return null;
  return code === 'ENOSPC' || code === 'EDQUOT'
    ? { code: 'backup-disk-full' }
    : { code: 'backup-not-written', params: { detail: code } };
}
