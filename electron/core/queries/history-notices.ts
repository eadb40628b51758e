import type { AppError } from '#shared/ipc/wire.ts';
import type { ReadDb } from '../store/database.ts';
import { historyTrouble } from '../store/tables/hub-history.ts';

/** What somebody should know of the hub's history, where it is not the one this workstation has seen. */
export function historyNotices(db: ReadDb): AppError[] {
  const trouble = historyTrouble(db);
  if (!trouble) return [];
  const { kind, number, lost } = trouble;
  if (kind === 'restored') return [{ code: 'hub-history-restored', params: { number, count: lost } }];
  return [{ code: 'hub-history-broken', params: { number, detail: kind } }];
}
