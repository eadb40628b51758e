import type { BackupFolder } from './backup-folder.ts';

/**
 * Keeps the newest back-ups and removes what no kept index names. The index goes first: a crash in between leaves contents that nobody
 * names, never an index whose contents are gone. While one kept index cannot be read, nobody knows what it names, and no content goes.
 * @param keep how many back-ups stay
 * @returns how many back-ups were removed
 */
export async function keepNewest(folder: BackupFolder, keep: number): Promise<number> {
  const { disk } = folder;
  const found = await folder.indexes();
  const readable = found.filter(({ stored }) => stored !== undefined);
  const outdated = readable.slice(keep);
  for (const { path } of outdated) await disk.remove(path);
  if (outdated.length > 0) await disk.syncFolder(folder.path);
  if (readable.length < found.length) return outdated.length;
  const named = new Set(
    readable.slice(0, keep).flatMap(({ stored }) => stored?.index.files.map(({ sha256 }) => sha256)),
  );
  for (const sha256 of await folder.objects()) {
    if (!named.has(sha256)) await disk.remove(folder.objectPath(sha256));
  }
  return outdated.length;
}
