import { createHash } from 'node:crypto';
import { QUARANTINE_FOLDER } from './file-names.ts';
import { type FileSystem, readWholeFile, renameWithRetry, replaceFile } from './file-system.ts';

/** Moves a file that is no longer needed, but not to be trusted either, out of the way. Returns its new path, if it exists. */
export function setAside(fs: FileSystem, dir: string, name: string): string | undefined {
  const from = fs.join(dir, name);
  if (!fs.exists(from)) return undefined;
  const folder = fs.join(dir, QUARANTINE_FOLDER);
  fs.makeFolder(folder);
  const to = fs.join(folder, freeName(fs, folder, name));
  renameWithRetry(fs, from, to);
  fs.syncFolder(folder);
  fs.syncFolder(dir);
  return to;
}

/**
 * Keeps a copy of a damaged file that must also stay where it is, because the store cannot do without it. The copy is
 * named by its content, so that the same damage met again makes no second one. Returns its path, or undefined if the
 * file is missing or the copy could not be written: the original is untouched in every case.
 */
export function keepCopy(fs: FileSystem, dir: string, name: string): string | undefined {
  const path = fs.join(dir, name);
  const folder = fs.join(dir, QUARANTINE_FOLDER);
  try {
    if (!fs.exists(path)) return undefined;
    const bytes = readWholeFile(fs, path);
    const copy = `${name}.${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}`;
    fs.makeFolder(folder);
    if (!fs.exists(fs.join(folder, copy))) replaceFile(fs, folder, copy, bytes);
    return fs.join(folder, copy);
  } catch {
    return undefined;
  }
}

function freeName(fs: FileSystem, folder: string, name: string): string {
  for (let number = 1; ; number += 1) {
    const candidate = `${name}.${number}`;
    if (!fs.exists(fs.join(folder, candidate))) return candidate;
  }
}
