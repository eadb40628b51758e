import { directory } from '#shared/protocol/directory.ts';
import { putSyncState, syncState } from '../store/tables/sync-state.ts';
import { readAnswer } from './hub-api.ts';
import type { SyncContext } from './sync-context.ts';
import { takeInDirectory } from './take-in-directory.ts';

/**
 * Brings bureaus, keys and workstations up to date; an unchanged directory costs one short answer. Nothing is deleted: what a
 * workstation signed before it was revoked can still be read.
 */
export async function syncDirectory({ api, store, clock, identity }: SyncContext): Promise<void> {
  const etag = syncState(store.read, 'directory-etag');
  const headers: Record<string, string> = etag ? { 'if-none-match': etag } : {};
  const answer = await api.send({ method: 'GET', path: '/v1/directory', headers });
  if (answer.status === 304) return;
  const content = readAnswer(answer, directory);
  const madeAt = Date.parse(answer.headers.date ?? '') || 0;
  store.transaction((tx) => {
    takeInDirectory(tx, content, identity, madeAt, clock.now());
    putSyncState(tx, 'directory-etag', answer.headers.etag ?? '');
  });
}
