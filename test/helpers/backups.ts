import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backupsIn, type FoundBackup } from '#core/backup/list-backups.ts';
import { type MadeBackup, makeBackup } from '#core/backup/make-backup.ts';
import { nodeDisk } from '#core/backup/node-disk.ts';
import type { RestoreDeps } from '#core/backup/restore.ts';
import type { ChosenFolder, Workstation } from '#core/context.ts';
import { contentHash } from '#core/store/content-hash.ts';
import type { ReadDb } from '#core/store/database.ts';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import { nodeFileSystem } from '#core/store/node-file-system.ts';
import { keptDigests } from '#core/store/tables/attachments.ts';
import type { AttachmentStore } from '#core/vault/attachment-store.ts';
import { fastKdf, systemClock, systemRandom } from './vault.ts';

/** A folder on the real disk that goes when the test does. */
export async function realFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'ncb-backup-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

export const chosen = (path: string, more: Partial<ChosenFolder> = {}): ChosenFolder => ({
  path,
  name: 'stick',
  disk: nodeDisk,
  fs: nodeFileSystem,
  ...more,
});

interface Options {
  readonly keep?: number;
  readonly signal?: AbortSignal;
}

/** Makes a back-up, or throws with the code of what kept it from being made. */
export async function backUp(station: Workstation, to: ChosenFolder, options: Options = {}): Promise<MadeBackup> {
  const { keep = 10, signal = new AbortController().signal } = options;
  const made = await makeBackup(station, { to, keep, signal, progress: () => undefined });
  if (!made.ok) throw new Error(made.error.code);
  return made.value;
}

/** Every readable back-up in a folder, newest first. */
export async function found(folder: ChosenFolder): Promise<readonly FoundBackup[]> {
  const all = await backupsIn(folder);
  if (!all.ok) throw new Error(all.error.code);
  return all.value;
}

/** A clean profile on the real disk. */
export const cleanProfile = (path: string): RestoreDeps => ({
  vaultDir: join(path, 'vault'),
  fs: nodeFileSystem,
  clock: systemClock,
  random: systemRandom,
  kdf: fastKdf,
  migrations: allMigrations,
});

export const restoreOptions = {
  setAside: false,
  signal: new AbortController().signal,
  progress: () => undefined,
};

/** One hash over every row of every table and every byte of every attachment. */
export async function hashOfEverything(parts: {
  readonly store: { readonly read: ReadDb };
  readonly attachments: AttachmentStore;
}): Promise<string> {
  const hash = createHash('sha256').update(contentHash(parts.store.read));
  for (const digest of keptDigests(parts.store.read)) {
    hash.update(digest);
    for await (const chunk of parts.attachments.open(digest)) hash.update(chunk);
  }
  return hash.digest('hex');
}
