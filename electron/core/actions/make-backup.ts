import { ok } from '#shared/lib/result.ts';
import { makeBackup } from '../backup/make-backup.ts';
import type { LongHandler } from '../context.ts';

/** Writes a verified back-up into the folder the person chose, while work goes on. */
export const makeBackupAction: LongHandler<'backup.make'> = async (ctx, { token, keep }) => {
  const to = ctx.station.files.folder(token);
  if (!to.ok) return to;
  const made = await makeBackup(ctx.station, { to: to.value, keep, signal: ctx.signal, progress: ctx.progress });
  if (!made.ok) return made;
  const { id, createdAt, files, bytes, newFiles, newBytes, removed, damaged } = made.value;
  return ok({ id, createdAt, files, bytes, newFiles, newBytes, removed, damaged });
};
