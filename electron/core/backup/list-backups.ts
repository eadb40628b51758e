import type { AppError } from '#shared/ipc/wire.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { ChosenFolder } from '../context.ts';
import { errorCode } from '../store/file-system.ts';
import { BackupFolder } from './backup-folder.ts';
import type { StoredIndex } from './backup-index.ts';

export interface FoundBackup {
  readonly folder: BackupFolder;
  readonly stored: StoredIndex;
}

/** Every back-up in a chosen folder whose index is whole, of all workstations, newest first within each. Nothing is unlocked for it. */
export async function backupsIn({ disk, path }: ChosenFolder): Promise<Result<readonly FoundBackup[], AppError>> {
  try {
    const found: FoundBackup[] = [];
    for (const folder of await BackupFolder.allIn(disk, path)) {
      for (const { stored } of await folder.indexes()) if (stored) found.push({ folder, stored });
    }
    return ok(found);
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    return err({ code: 'backup-unreadable', params: { detail: code } });
  }
}
