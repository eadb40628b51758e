import { basename } from 'node:path';
import type { Output, Parsed } from '#shared/ipc/contract.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Answer } from '../context.ts';
import type { CoreDeps } from '../core-deps.ts';
import { allMigrations } from '../store/migrations/all-migrations.ts';
import { vaultState } from '../vault/vault.ts';
import { backupsIn } from './list-backups.ts';
import { restore } from './restore.ts';

/** The back-ups in a folder the person chose. */
export async function listBackups(
  { files }: CoreDeps,
  { token }: Parsed<'session.backups'>,
): Promise<Answer<Output<'session.backups'>>> {
  const folder = files.folder(token);
  if (!folder.ok) return folder;
  const found = await backupsIn(folder.value);
  if (!found.ok) return found;
  const rows = found.value.map(({ stored: { index } }) => ({
    id: index.id,
    createdAt: index.createdAt,
    bureau: index.bureau,
    workstation: index.workstation,
    files: index.files.length,
    bytes: index.files.reduce((sum, { size }) => sum + size, 0),
    damaged: index.damaged.length,
  }));
  return ok(rows);
}

/** Nobody is signed in: the back-up's own keys say who may restore it. */
export async function restoreBackup(
  deps: CoreDeps,
  { token, id, wayIn, setAside }: Parsed<'session.restore'>,
  progress: (done: number, total: number | null) => void,
  signal: AbortSignal,
): Promise<Answer<Output<'session.restore'>>> {
  const folder = deps.files.folder(token);
  if (!folder.ok) return folder;
  const found = await backupsIn(folder.value);
  if (!found.ok) return found;
  const backup = found.value.find(({ stored }) => stored.index.id === id);
  if (!backup) return err({ code: 'not-found', params: { kind: 'backup' } });
  const done = await restore(
    { ...deps, migrations: allMigrations },
    { backup, unlock: wayIn, setAside, progress, signal },
  );
  if (!done.ok) return done;
  const { index, setAsideAt } = done.value;
  return ok({
    bureau: index.bureau,
    workstation: index.workstation,
    createdAt: index.createdAt,
    usernames: [...vaultState(deps.vaultDir, deps.fs).usernames],
    setAsideAt: setAsideAt === null ? null : basename(setAsideAt),
  });
}
