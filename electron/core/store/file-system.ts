/**
 * The one small file interface of the store: everything the store does to a disk goes through it, synchronously and one
 * call at a time, so that a test can fail the n-th call, record them all, or rebuild what a power cut may leave behind.
 * Errors are thrown as Node throws them: an `Error` with a `code` such as `ENOSPC` or `EIO`.
 */
export interface FileSystem {
  /** `read` and `update` need an existing file; `create` fails with EEXIST if there is one. */
  open(path: string, mode: OpenMode): FileHandle;
  close(file: FileHandle): void;
  /** Reads up to `length` bytes at `position`; fewer at the end of the file. */
  read(file: FileHandle, position: number, length: number): Uint8Array;
  /** Writes at `position` and returns how many bytes were taken, which may be fewer than given. */
  write(file: FileHandle, bytes: Uint8Array, position: number): number;
  size(file: FileHandle): number;
  /** Data and all metadata are on the medium when it returns. */
  fsync(file: FileHandle): void;
  /** Data, and the metadata needed to read it, are on the medium when it returns. */
  fdatasync(file: FileHandle): void;
  truncate(file: FileHandle, size: number): void;
  exists(path: string): boolean;
  /** The plain names in a folder, sorted; an absent folder is empty. */
  list(folder: string): readonly string[];
  /** Makes the folder and its parents, durable under their names when it returns. */
  makeFolder(path: string): void;
  rename(from: string, to: string): void;
  remove(path: string): void;
  /** Makes the names in a folder durable, where the operating system offers it. */
  syncFolder(path: string): void;
  /** Joins a folder and a plain name the way this system writes paths. */
  join(folder: string, name: string): string;
  /** Waits without giving up the thread: the back-off between two tries of a rename. Milliseconds. */
  pause(milliseconds: number): void;
}

export type OpenMode = 'read' | 'update' | 'create';

/** An open file; only the file system that gave it knows what it is. */
export type FileHandle = number & { readonly fileHandle: unique symbol };

/** Names of files being written: never read, removed freely, and the only ones the store ever removes without a checkpoint. */
export const TEMPORARY_SUFFIX = '.tmp';

const RENAME_DELAYS_MS = [2, 5, 10, 20, 50, 100, 200, 400] as const;
const HELD_BY_ANOTHER = new Set(['EPERM', 'EACCES', 'EBUSY']);

/** The same disk, but for the calls given. */
export function changedFileSystem(fs: FileSystem, changes: Partial<FileSystem>): FileSystem {
  return {
    open: (path, mode) => fs.open(path, mode),
    close: (file) => fs.close(file),
    read: (file, position, length) => fs.read(file, position, length),
    write: (file, bytes, position) => fs.write(file, bytes, position),
    size: (file) => fs.size(file),
    fsync: (file) => fs.fsync(file),
    fdatasync: (file) => fs.fdatasync(file),
    truncate: (file, size) => fs.truncate(file, size),
    exists: (path) => fs.exists(path),
    list: (folder) => fs.list(folder),
    makeFolder: (path) => fs.makeFolder(path),
    rename: (from, to) => fs.rename(from, to),
    remove: (path) => fs.remove(path),
    syncFolder: (path) => fs.syncFolder(path),
    join: (folder, name) => fs.join(folder, name),
    pause: (milliseconds) => fs.pause(milliseconds),
    ...changes,
  };
}

/** A disk of which nothing is changed: what would write is refused, as a disk does that can only be read. */
export function readingFileSystem(fs: FileSystem): FileSystem {
  const refuse = (): never => {
    throw Object.assign(new Error('This disk is only looked at.'), { code: 'EROFS' });
  };
  return changedFileSystem(fs, {
    open: (path, mode) => (mode === 'read' ? fs.open(path, mode) : refuse()),
    write: refuse,
    truncate: refuse,
    makeFolder: refuse,
    rename: refuse,
    remove: refuse,
    fsync: refuse,
    fdatasync: refuse,
    syncFolder: refuse,
  });
}

/** The code of an operating system's error (`ENOSPC`), or undefined for any other value. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Writes all of `bytes`, however the system cuts them up. */
export function writeFully(fs: FileSystem, file: FileHandle, bytes: Uint8Array, position: number): void {
  let done = 0;
  while (done < bytes.length) {
    const taken = fs.write(file, done === 0 ? bytes : bytes.subarray(done), position + done);
    if (taken <= 0) throw Object.assign(new Error('The disk took no more bytes.'), { code: 'EIO' });
    done += taken;
  }
}

/** Reads a whole file. */
export function readWholeFile(fs: FileSystem, path: string): Uint8Array {
  return withFile(fs, path, 'read', (file) => fs.read(file, 0, fs.size(file)));
}

/** Opens, works, closes: also when the work throws. */
export function withFile<T>(fs: FileSystem, path: string, mode: OpenMode, work: (file: FileHandle) => T): T {
  const file = fs.open(path, mode);
  let result: T;
  try {
    result = work(file);
  } catch (error) {
    closeQuietly(fs, file);
    throw error;
  }
  fs.close(file);
  return result;
}

/** Closes a file after something else has already failed: that first failure is the one worth reporting. */
export function closeQuietly(fs: FileSystem, file: FileHandle): void {
  try {
    fs.close(file);
  } catch {
    // The caller is already throwing the failure that matters.
  }
}

/** Removes one of our own temporary files after a failure; what cannot be removed now is swept at the next open. */
export function removeQuietly(fs: FileSystem, path: string): void {
  try {
    if (fs.exists(path)) fs.remove(path);
  } catch {
    // Swept at the next open.
  }
}

/** Renames, trying again while a virus scanner or an indexer holds the file (EPERM, EACCES, EBUSY: Windows). */
export function renameWithRetry(fs: FileSystem, from: string, to: string): void {
  for (const delay of RENAME_DELAYS_MS) {
    try {
      fs.rename(from, to);
      return;
    } catch (error) {
      if (!HELD_BY_ANOTHER.has(errorCode(error) ?? '')) throw error;
      fs.pause(delay);
    }
  }
  fs.rename(from, to);
}

/** Puts a whole file in place so that a crash leaves the old one or the new one, never a mixture; durable on return. */
export function replaceFile(fs: FileSystem, folder: string, name: string, bytes: Uint8Array): void {
  const temporary = fs.join(folder, name + TEMPORARY_SUFFIX);
  removeQuietly(fs, temporary);
  try {
    withFile(fs, temporary, 'create', (file) => {
      writeFully(fs, file, bytes, 0);
      fs.fsync(file);
    });
    renameWithRetry(fs, temporary, fs.join(folder, name));
  } catch (error) {
    removeQuietly(fs, temporary);
    throw error;
  }
  fs.syncFolder(folder);
}

/** Removes what an interrupted write left behind. */
export function sweepTemporaryFiles(fs: FileSystem, folder: string): void {
  for (const name of fs.list(folder)) {
    if (name.endsWith(TEMPORARY_SUFFIX)) removeQuietly(fs, fs.join(folder, name));
  }
}
