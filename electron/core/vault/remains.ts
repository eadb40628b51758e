import { ATTEMPTS_FILE, CREATING_FILE, MANIFEST_FILES, parseNumberedName } from '../store/file-names.ts';
import { type FileSystem, removeQuietly, replaceFile } from '../store/file-system.ts';
import { setAside } from '../store/quarantine.ts';

/** What a folder without key slots holds: nothing · what an interrupted creation left · a store that has lost its keys. */
export type Remains = 'none' | 'unfinished' | 'store';

export function remainsIn(fs: FileSystem, dir: string): Remains {
  const names = fs.list(dir);
  if (!names.some(isOfStore)) return 'none';
  return names.includes(CREATING_FILE) ? 'unfinished' : 'store';
}

/** From here until `endCreation`, what is in the folder is nobody's store yet. */
export function beginCreation(fs: FileSystem, dir: string): void {
  for (const name of fs.list(dir)) if (isOfStore(name)) setAside(fs, dir, name);
  replaceFile(fs, dir, CREATING_FILE, new Uint8Array());
}

/** The key slots stand. Should the mark stay behind, they count more, and the next open takes it away. */
export function endCreation(fs: FileSystem, dir: string): void {
  removeQuietly(fs, fs.join(dir, CREATING_FILE));
}

/** The attempts alone are no store: they are made first, and hold nothing that could be missed. */
const isOfStore = (name: string): boolean =>
  MANIFEST_FILES.some((manifest) => manifest === name) ||
  name === ATTEMPTS_FILE ||
  parseNumberedName(name) !== undefined;
