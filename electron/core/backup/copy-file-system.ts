import type { FileHandle, FileSystem } from '../store/file-system.ts';
import type { BackupFolder } from './backup-folder.ts';
import type { BackedUpFile } from './backup-index.ts';

/** The folder in which the files of a back-up seem to lie. */
export const COPY_DIR = '';

const failure = (code: string, what: string) => Object.assign(new Error(`${code}: ${what}`), { code });

/**
 * The files of one back-up under the names they have in a vault, for reading: so that the store's own readers authenticate the copy where
 * it lies. Nothing can be written through it.
 * @param inner the file system on which the back-up lies
 */
export function copyFileSystem(inner: FileSystem, folder: BackupFolder, files: readonly BackedUpFile[]): FileSystem {
  const paths = new Map(files.map(({ name, sha256 }) => [name, folder.objectPath(sha256)]));
  const readOnly = (what: string) => (): never => {
    throw failure('EROFS', what);
  };
  return {
    open: (path, mode) => {
      const found = paths.get(path);
      if (mode !== 'read') throw failure('EROFS', path);
      if (found === undefined) throw failure('ENOENT', path);
      return inner.open(found, 'read');
    },
    close: (file: FileHandle) => inner.close(file),
    read: (file, position, length) => inner.read(file, position, length),
    size: (file) => inner.size(file),
    exists: (path) => {
      const found = paths.get(path);
      return found !== undefined && inner.exists(found);
    },
    list: (parent) => namesIn(parent, [...paths.keys()]),
    join: (parent, name) => (parent === COPY_DIR ? name : `${parent}/${name}`),
    pause: (milliseconds) => inner.pause(milliseconds),
    write: readOnly('write'),
    fsync: readOnly('fsync'),
    fdatasync: readOnly('fdatasync'),
    truncate: readOnly('truncate'),
    makeFolder: readOnly('makeFolder'),
    rename: readOnly('rename'),
    remove: readOnly('remove'),
    syncFolder: readOnly('syncFolder'),
  };
}

function namesIn(parent: string, names: readonly string[]): readonly string[] {
  const prefix = parent === COPY_DIR ? '' : `${parent}/`;
  const inside = names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  return [...new Set(inside.map((name) => name.split('/')[0] ?? ''))].sort();
}
