import { DEFAULT_FETCH_LIMIT } from '#shared/domain/fetch-rule.ts';
import type { ReadDb, WriteDb } from '../database.ts';
import { putSyncState, syncState } from './sync-state.ts';

const NAME = 'fetch-limit';

/** The size up to which files are fetched without anybody asking (bytes); null = whatever their size. It stays until a person says otherwise. */
export function fetchLimit(db: ReadDb): number | null {
  const said = syncState(db, NAME);
  return said === null ? DEFAULT_FETCH_LIMIT : (JSON.parse(said) as number | null);
}

export const putFetchLimit = (tx: WriteDb, bytes: number | null): void => putSyncState(tx, NAME, JSON.stringify(bytes));
