import { directory } from '#shared/protocol/directory.ts';
import { storeDirectory } from '../store/tables/directory.ts';
import { readSyncState, writeSyncState } from '../store/tables/sync-state.ts';
import type { SyncContext } from './sync-context.ts';

/** Brings bureaus, keys and workstations up to date; an unchanged directory costs one short answer. */
export async function syncDirectory({ api, store, clock }: SyncContext): Promise<void> {
  const etag = readSyncState(store.read, 'directory-etag');
  const headers: Record<string, string> = etag ? { 'if-none-match': etag } : {};
  const answer = await api.send({ method: 'GET', path: '/v1/directory', headers });
  if (answer.status === 304) return;
  const content = directory.parse(JSON.parse(Buffer.from(answer.body).toString('utf8')));
  store.transaction((tx) => {
    storeDirectory(tx, content, clock.now());
    writeSyncState(tx, 'directory-etag', answer.headers.etag ?? '');
  });
}
