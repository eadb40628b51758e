import { directory } from '#shared/protocol/directory.ts';
import { putBureau } from '../store/tables/bureaus.ts';
import { putSyncState, syncState } from '../store/tables/sync-state.ts';
import { putWorkstation } from '../store/tables/workstations.ts';
import type { SyncContext } from './sync-context.ts';

/**
 * Brings bureaus, keys and workstations up to date; an unchanged directory costs one short answer. Nothing is deleted: what a
 * workstation signed before it was revoked can still be read.
 */
export async function syncDirectory({ api, store, clock }: SyncContext): Promise<void> {
  const etag = syncState(store.read, 'directory-etag');
  const headers: Record<string, string> = etag ? { 'if-none-match': etag } : {};
  const answer = await api.send({ method: 'GET', path: '/v1/directory', headers });
  if (answer.status === 304) return;
  const { bureaus, workstations } = directory.parse(JSON.parse(Buffer.from(answer.body).toString('utf8')));
  store.transaction((tx) => {
    for (const { code, role, names, encryptionKeys } of bureaus) {
      putBureau(tx, { code, role, names, keys: encryptionKeys }, clock.now());
    }
    for (const { id, bureau, signingKey, status } of workstations)
      putWorkstation(tx, { id, bureau, signingKey, status });
    putSyncState(tx, 'directory-etag', answer.headers.etag ?? '');
  });
}
