import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../store/file-system.ts';
import type { Disk } from './disk.ts';

/** Bytes after which a growing file is synced: one sync of gigabytes at the end could not be cancelled. */
const SYNC_EVERY_BYTES = 32 * 1024 * 1024;
const PIECE_BYTES = 1024 * 1024;
const OWNER_ONLY = 0o600;

/** A virus scanner or an indexer may hold a file for a moment (Windows). */
const HELD_BY_ANOTHER = new Set(['EPERM', 'EACCES', 'EBUSY']);
const RENAME_DELAYS_MS = [5, 20, 50, 100, 200, 400] as const;

/** Systems and file systems that cannot flush a folder say so with one of these. */
const NO_FOLDER_SYNC = new Set(['EPERM', 'EACCES', 'EISDIR', 'EINVAL', 'ENOTSUP', 'EBADF']);

/** A real disk. */
export const nodeDisk: Disk = {
  list: listFolder,
  size: sizeOf,
  read: (path) => createReadStream(path, { highWaterMark: PIECE_BYTES }),
  write: writeNew,
  makeFolder: async (path) => {
    await mkdir(path, { recursive: true, mode: 0o700 });
  },
  rename: renamePatiently,
  remove: (path) => unlink(path),
  syncFolder: syncFolderIfPossible,
  join: (folder, name) => join(folder, name),
};

async function listFolder(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return [];
    throw error;
  }
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : null;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

async function writeNew(path: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'wx', OWNER_ONLY);
  try {
    await writeThrough(file, content);
    await file.close();
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(path, { force: true }).catch(() => undefined); // the disk may be gone; a later run sweeps
    throw error;
  }
}

async function writeThrough(file: FileHandle, content: AsyncIterable<Uint8Array>): Promise<void> {
  let unsynced = 0;
  for await (const piece of content) {
    await file.writeFile(piece);
    unsynced += piece.length;
    if (unsynced < SYNC_EVERY_BYTES) continue;
    await file.datasync();
    unsynced = 0;
  }
  await file.sync();
}

async function renamePatiently(from: string, to: string): Promise<void> {
  for (const delay of RENAME_DELAYS_MS) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      if (!HELD_BY_ANOTHER.has(errorCode(error) ?? '')) throw error;
      await new Promise((resolve) => setTimeout(resolve, delay));
    }
  }
  await rename(from, to);
}

async function syncFolderIfPossible(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    await folder.sync().finally(() => folder.close());
  } catch (error) {
    if (!NO_FOLDER_SYNC.has(errorCode(error) ?? '')) throw error;
  }
}
