import { createHash } from 'node:crypto';
import type { AppError } from '#shared/ipc/wire.ts';
import type { ClockDep, RandomDep } from '#shared/lib/deps.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { NewerFormatError, StoreDamagedError } from '../store/errors.ts';
import { ATTACHMENTS_FOLDER } from '../store/file-names.ts';
import { errorCode, type FileSystem, renameWithRetry, writeFully } from '../store/file-system.ts';
import type { Migration } from '../store/migrate.ts';
import { keptDigests } from '../store/tables/attachments.ts';
import type { Kdf } from '../vault/kdf.ts';
import { KeySlotsFile } from '../vault/key-slots.ts';
import { type OpenVaultOptions, openVault, type VaultParts, vaultState } from '../vault/vault.ts';
import { openProblem } from '../vault-problems.ts';
import { type BackedUpFile, type BackupIndex, isGenuineIndex } from './backup-index.ts';
import type { FoundBackup } from './list-backups.ts';
import { makeAnother } from './make-another.ts';

import { removeVaultFiles, SET_ASIDE, STAGING } from './vault-folders.ts';
import { verifyCopiedAttachments } from './verify-copy.ts';

export interface RestoreDeps extends ClockDep, RandomDep {
  readonly vaultDir: string;
  readonly fs: FileSystem;
  readonly kdf: Kdf;
  readonly migrations: readonly Migration[];
}

export interface RestoreOptions {
  readonly backup: FoundBackup;
  readonly unlock: OpenVaultOptions['unlock'];
  /** A vault that is in the place, damaged as it may be, is moved aside whole. Without it, a vault in the place stops everything. */
  readonly setAside: boolean;
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number) => void;
}

export interface Restored {
  readonly index: BackupIndex;
  /** Where what was in the place is now. */
  readonly setAsideAt: string | null;
}

/**
 * Puts a back-up in place as the store of another workstation:
 *
 *   database files staged → opened by the key given → index proven → attachments staged and authenticated → made another workstation → renamed
 *
 * Until the last step nothing of this profile is touched, and what fails leaves it as it was.
 */
export async function restore(deps: RestoreDeps, options: RestoreOptions): Promise<Result<Restored, AppError>> {
  if (!isPlaceFree(deps, options)) return err({ code: 'already-enrolled' });
  try {
    const staged = await stage(deps, options);
    if (!staged.ok) return staged;
    const { store } = staged.value;
    try {
      makeAnother(store, options.backup.stored.index, deps);
      store.checkpoint();
    } finally {
      store.close();
    }
    return ok({ index: options.backup.stored.index, setAsideAt: putInPlace(deps) });
  } catch (error) {
    const problem = problemOf(error);
    if (problem) return err(problem);
    throw error;
  } finally {
    sweepStaging(deps);
  }
}

/**
 * Nobody is signed in when a store is set aside, so a whole one gives way only to a back-up of itself, which its own people can open; one whose
 * key slots are gone or cannot be read any more, to any.
 */
function isPlaceFree({ fs, vaultDir }: RestoreDeps, { setAside, backup }: RestoreOptions): boolean {
  const { exists, keysMissing } = vaultState(vaultDir, fs);
  if (!exists) return setAside || !keysMissing;
  if (!setAside) return false;
  try {
    return new KeySlotsFile(fs, vaultDir).read().stored.slots.vaultId === backup.stored.index.vaultId;
  } catch (error) {
    if (error instanceof NewerFormatError) return false;
    if (error instanceof StoreDamagedError) return true;
    throw error;
  }
}

/** The back-up as it was, opened beside its place; everything in it has been authenticated. @throws BackupDamaged, and the errors of both disks */
export async function stage(
  deps: RestoreDeps,
  options: Pick<RestoreOptions, 'backup' | 'unlock' | 'signal' | 'progress'>,
): Promise<Result<VaultParts, AppError>> {
  const { fs, vaultDir } = deps;
  const { stored } = options.backup;
  const staging = vaultDir + STAGING;
  sweepStaging(deps);
  fs.makeFolder(staging);
  const writer = stageWriter(deps, options, staging);
  const isAttachment = ({ name }: BackedUpFile) => name.startsWith(`${ATTACHMENTS_FOLDER}/`);
  for (const file of stored.index.files.filter((file) => !isAttachment(file))) await writer(file);
  const opened = await openVault({ ...deps, dir: staging, unlock: options.unlock });
  if (!opened.ok) return err(opened.error.kind === 'damaged' ? { code: 'backup-damaged' } : openProblem(opened.error));
  try {
    if (!isGenuineIndex(opened.value.vault, stored)) throw new BackupDamaged('index');
    fs.makeFolder(fs.join(staging, ATTACHMENTS_FOLDER));
    for (const file of stored.index.files.filter(isAttachment)) await writer(file);
    here(() => fs.syncFolder(fs.join(staging, ATTACHMENTS_FOLDER)));
    await authenticate(deps, options, opened.value);
    return opened;
  } catch (error) {
    opened.value.store.close();
    throw error;
  }
}

/** A file is not what the index says, or the index is not the workstation's. */
class BackupDamaged extends Error {
  override readonly name = 'BackupDamaged';
}

/** The place the back-up is brought to is full, or fails. */
class PlaceFailed extends Error {
  override readonly name = 'PlaceFailed';
}

function stageWriter(
  { fs }: RestoreDeps,
  { backup, signal, progress }: Pick<RestoreOptions, 'backup' | 'signal' | 'progress'>,
  staging: string,
): (file: BackedUpFile) => Promise<void> {
  const total = backup.stored.index.files.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  return async (file) => {
    const hash = createHash('sha256');
    let at = 0;
    const to = openNew(
      fs,
      file.name.split('/').reduce((folder, name) => fs.join(folder, name), staging),
    );
    try {
      for await (const piece of backup.folder.disk.read(backup.folder.objectPath(file.sha256))) {
        signal.throwIfAborted();
        hash.update(piece);
        here(() => writeFully(fs, to, piece, at));
        at += piece.length;
        done += piece.length;
        progress(done, total);
      }
      here(() => fs.fsync(to));
    } finally {
      fs.close(to);
    }
    if (at !== file.size || hash.digest('hex') !== file.sha256) throw new BackupDamaged(file.name);
  };
}

const openNew = (fs: FileSystem, path: string) => here(() => fs.open(path, 'create'));

function here<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new PlaceFailed('the profile cannot be written', { cause: error });
  }
}

/** Every chunk of every attachment. What was damaged on the workstation itself is as it was, and known. */
async function authenticate(
  { random }: RestoreDeps,
  { backup, signal }: Pick<RestoreOptions, 'backup' | 'signal'>,
  { store, vault }: VaultParts,
): Promise<void> {
  const damaged = await verifyCopiedAttachments(vault.files, random, keptDigests(store.read), signal);
  const known = new Set(backup.stored.index.damaged);
  const unknown = damaged.find(({ name }) => !known.has(name));
  if (unknown) throw new BackupDamaged(unknown.name);
}

/** What is in the place is moved aside whole, never deleted; then the staged vault takes it. Returns where the former is. */
function putInPlace({ fs, vaultDir, clock }: RestoreDeps): string | null {
  const { exists, keysMissing } = vaultState(vaultDir, fs);
  let setAsideAt: string | null = null;
  if (fs.exists(vaultDir)) {
    setAsideAt = freePlace(fs, `${vaultDir}${SET_ASIDE}${new Date(clock.now()).toISOString().slice(0, 10)}`);
    renameWithRetry(fs, vaultDir, setAsideAt);
  }
  renameWithRetry(fs, vaultDir + STAGING, vaultDir);
  fs.syncFolder(fs.join(vaultDir, '..'));
  return exists || keysMissing ? setAsideAt : null;
}

function freePlace(fs: FileSystem, wanted: string): string {
  for (let number = 1; ; number += 1) {
    const candidate = `${wanted}-${number}`;
    if (!fs.exists(candidate)) return candidate;
  }
}

function sweepStaging({ fs, vaultDir }: RestoreDeps): void {
  removeVaultFiles(fs, vaultDir + STAGING);
}

function problemOf(error: unknown): AppError | null {
  if (error instanceof BackupDamaged || error instanceof StoreDamagedError) return { code: 'backup-damaged' };
  if (error instanceof PlaceFailed) {
    const code = errorCode(error.cause);
    return code === 'ENOSPC' || code === 'EDQUOT' ? { code: 'restore-disk-full' } : null;
  }
  const code = errorCode(error);
  if (code === undefined || (error instanceof Error && error.name === 'AbortError')) return null;
  return { code: 'backup-unreadable', params: { detail: code } };
}
