import { ATTACHMENTS_FOLDER } from '../store/file-names.ts';
import { removeQuietly, withFile, writeFully } from '../store/file-system.ts';
import type { StoreFiles } from '../store/store-files.ts';

const ARRIVING = /^[0-9a-f]{64}\.arriving$/;
const SUFFIX = '.arriving';

/**
 * What has come so far of a file that is fetched piece by piece, as it came: sealed by its sender under a key of its own. Not synced: what a
 * power cut takes is noticed by its seal, and fetched again.
 */
export interface ArrivingFile {
  /** Bytes that are here; 0 where there is none. */
  size(): number;
  /** Writes at `position`, and forgets what was behind it. */
  keep(position: number, bytes: Uint8Array): void;
  /** Up to `length` bytes; fewer at the end. */
  read(position: number, length: number): Uint8Array;
  /** Forgets what is behind so many bytes. */
  cut(size: number): void;
  remove(): void;
}

/** @param name 64 hexadecimal digits */
export function arrivingFile({ fs, dir }: StoreFiles, name: string): ArrivingFile {
  const folder = fs.join(dir, ATTACHMENTS_FOLDER);
  const path = fs.join(folder, name + SUFFIX);
  const cut = (size: number) => {
    if (fs.exists(path)) withFile(fs, path, 'update', (file) => fs.truncate(file, size));
  };
  return {
    size: () => (fs.exists(path) ? withFile(fs, path, 'read', (file) => fs.size(file)) : 0),
    keep: (position, bytes) => {
      fs.makeFolder(folder);
      cut(position);
      withFile(fs, path, fs.exists(path) ? 'update' : 'create', (file) => writeFully(fs, file, bytes, position));
    },
    read: (position, length) => withFile(fs, path, 'read', (file) => fs.read(file, position, length)),
    cut,
    remove: () => {
      if (fs.exists(path)) removeQuietly(fs, path);
    },
  };
}

/** The names of the files of which something has come. */
export function arrivingNames({ fs, dir }: StoreFiles): readonly string[] {
  return fs
    .list(fs.join(dir, ATTACHMENTS_FOLDER))
    .filter((name) => ARRIVING.test(name))
    .map((name) => name.slice(0, -SUFFIX.length));
}
