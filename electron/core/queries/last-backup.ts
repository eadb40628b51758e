import { ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { lastAuditEntry } from '../store/tables/audit.ts';

/** When the last back-up was made here, by the audit trail; a restored store knows those of the workstation it comes from. */
export const lastBackup: QueryHandler<'backup.last'> = ({ db }) => {
  const entry = lastAuditEntry(db, 'backup.make');
  if (!entry) return ok({ last: null });
  const { files, bytes } = JSON.parse(entry.detail) as { files: number; bytes: number };
  return ok({ last: { at: entry.at, files, bytes } });
};
