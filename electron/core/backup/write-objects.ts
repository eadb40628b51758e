import { createHash } from 'node:crypto';
import type { Random } from '#shared/lib/deps.ts';
import { toHex } from '../store/bytes.ts';
import { TEMPORARY_SUFFIX } from '../store/file-system.ts';
import type { BackupFolder } from './backup-folder.ts';
import type { BackedUpFile } from './backup-index.ts';
import { type CapturedFile, CaptureOutdated } from './capture.ts';

export interface WriteDeps {
  readonly folder: BackupFolder;
  readonly random: Random;
  readonly signal: AbortSignal;
  /** Called with the bytes just done. */
  readonly onBytes: (bytes: number) => void;
}

export interface WrittenFile extends BackedUpFile {
  /** False when the folder had this content already. */
  readonly isNew: boolean;
}

/** Brings one file of the vault into the folder, under the SHA-256 of its sealed bytes, unless that content is there already. */
export async function writeObject(deps: WriteDeps, file: CapturedFile): Promise<WrittenFile> {
  const { folder } = deps;
  const sha256 = await hashOf(deps, file);
  const { name, size } = file;
  if ((await folder.disk.size(folder.objectPath(sha256))) === size) return { name, size, sha256, isNew: false };
  await copyObject(deps, file, sha256);
  return { name, size, sha256, isNew: true };
}

/** Whether what lies in the folder under this SHA-256 is that content. Everything is read back from the medium. */
export async function isObjectWhole(deps: WriteDeps, { sha256, size }: BackedUpFile): Promise<boolean> {
  const { disk } = deps.folder;
  const path = deps.folder.objectPath(sha256);
  if ((await disk.size(path)) !== size) return false;
  const hash = createHash('sha256');
  for await (const piece of disk.read(path)) {
    deps.signal.throwIfAborted();
    hash.update(piece);
    deps.onBytes(piece.length);
  }
  return hash.digest('hex') === sha256;
}

/** Writes the content under a temporary name and puts it in place, also over one of the same name that is damaged. */
export async function copyObject(deps: WriteDeps, file: CapturedFile, sha256: string): Promise<void> {
  const { disk, files } = deps.folder;
  const temporary = disk.join(files, toHex(deps.random.bytes(16)) + TEMPORARY_SUFFIX);
  await disk.write(temporary, unchanged(deps, file, sha256));
  await disk.rename(temporary, deps.folder.objectPath(sha256));
}

/** What is copied must be what was hashed. */
async function* unchanged(deps: WriteDeps, file: CapturedFile, sha256: string): AsyncIterable<Uint8Array> {
  const hash = createHash('sha256');
  for await (const piece of file.content()) {
    deps.signal.throwIfAborted();
    hash.update(piece);
    yield piece;
  }
  if (hash.digest('hex') !== sha256) throw new CaptureOutdated(file.name);
}

async function hashOf(deps: WriteDeps, file: CapturedFile): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of file.content()) {
    deps.signal.throwIfAborted();
    hash.update(piece);
    deps.onBytes(piece.length);
  }
  return hash.digest('hex');
}
