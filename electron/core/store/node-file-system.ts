import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCode, type FileHandle, type FileSystem, type OpenMode } from './file-system.ts';

const FLAGS: Record<OpenMode, string> = { read: 'r', update: 'r+', create: 'wx+' };

/** Only the person's own account may read the files; Windows ignores the mode and takes the profile folder's rights. */
const OWNER_ONLY = 0o600;

/** Windows has no way to flush a folder, and says so with one of these; NTFS journals its names itself. */
const NO_FOLDER_SYNC = new Set(['EPERM', 'EACCES', 'EISDIR', 'EINVAL', 'ENOTSUP', 'EBADF']);

/** The real disk. */
export const nodeFileSystem: FileSystem = {
  open: (path, mode) => openSync(path, FLAGS[mode], OWNER_ONLY) as FileHandle,
  close: (file) => closeSync(file),
  read: readUpTo,
  write: (file, bytes, position) => writeSync(file, bytes, 0, bytes.length, position),
  size: (file) => fstatSync(file).size,
  fsync: (file) => fsyncSync(file),
  fdatasync: (file) => fdatasyncSync(file),
  truncate: (file, size) => ftruncateSync(file, size),
  exists: (path) => existsSync(path),
  list: listFolder,
  makeFolder: makeDurableFolder,
  rename: (from, to) => renameSync(from, to),
  remove: (path) => unlinkSync(path),
  syncFolder: syncFolderIfPossible,
  join: (folder, name) => join(folder, name),
  pause: (milliseconds) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
  },
};

function readUpTo(file: FileHandle, position: number, length: number): Uint8Array {
  const bytes = Buffer.allocUnsafeSlow(length);
  let done = 0;
  while (done < length) {
    const got = readSync(file, bytes, done, length - done, position + done);
    if (got === 0) break;
    done += got;
  }
  return bytes.subarray(0, done);
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** A synced file in a folder whose own name is lost by a power cut would be lost with it. */
function makeDurableFolder(path: string): void {
  const firstMade = mkdirSync(path, { recursive: true, mode: 0o700 });
  if (firstMade === undefined) return;
  const above = dirname(firstMade);
  for (let folder = path; folder !== above && folder !== dirname(folder); folder = dirname(folder)) {
    syncFolderIfPossible(dirname(folder));
  }
}

function syncFolderIfPossible(path: string): void {
  let folder: number;
  try {
    folder = openSync(path, 'r');
  } catch (error) {
    if (NO_FOLDER_SYNC.has(errorCode(error) ?? '')) return;
    throw error;
  }
  try {
    fsyncSync(folder);
  } catch (error) {
    if (!NO_FOLDER_SYNC.has(errorCode(error) ?? '')) throw error;
  } finally {
    closeSync(folder);
  }
}
