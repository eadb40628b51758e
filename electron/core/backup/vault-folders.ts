import { ATTACHMENTS_FOLDER, QUARANTINE_FOLDER } from '../store/file-names.ts';
import type { FileSystem } from '../store/file-system.ts';

/** Beside the vault: a restore in progress. */
export const STAGING = '-restoring';
/** Beside the vault: what was in its place before a restore, with the day and a number. */
export const SET_ASIDE = '-set-aside-';

/** Every file of a vault folder, by folder: in no other does the application ever write one. */
export function vaultFiles(fs: FileSystem, dir: string): readonly { folder: string; path: string; name: string }[] {
  const attachments = fs.join(dir, ATTACHMENTS_FOLDER);
  const folders = [dir, fs.join(dir, QUARANTINE_FOLDER), attachments, fs.join(attachments, QUARANTINE_FOLDER)];
  const isFolder = (path: string) => folders.includes(path);
  return folders.flatMap((folder) =>
    (fs.exists(folder) || folder === dir ? fs.list(folder) : [])
      .map((name) => ({ folder, name, path: fs.join(folder, name) }))
      .filter(({ path }) => !isFolder(path)),
  );
}

/** Removes every file of a vault folder. @throws the operating system's errors */
export function removeVaultFiles(fs: FileSystem, dir: string): void {
  for (const { path } of vaultFiles(fs, dir)) fs.remove(path);
}
