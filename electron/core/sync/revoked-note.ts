import { recordAudit } from '../record-audit.ts';
import { deleteRevokedNote, putRevokedNote, revokedNote } from '../store/tables/revoked.ts';
import type { SyncContext } from './sync-context.ts';

/** The hub has said that it takes nothing from this workstation any more. Kept: the person has to see it without a line as well. */
export function noteRevoked({ store, clock, identity, emit }: SyncContext): void {
  if (store.status().readOnly || revokedNote(store.read)) return;
  const at = clock.now();
  store.transaction((tx) => {
    putRevokedNote(tx, { noticedAt: at });
    const subject = { subject: 'workstation', subjectId: identity.workstationId };
    recordAudit(tx, { method: 'sync.revoked', at, actor: null, ...subject, detail: {} });
  });
  emit({ event: 'changed', tables: ['connection'] });
}

/** A hub that was put back to a back-up may not know of it. */
export function forgetRevoked({ store, emit }: SyncContext): void {
  if (store.status().readOnly || !revokedNote(store.read)) return;
  store.transaction(deleteRevokedNote);
  emit({ event: 'changed', tables: ['connection'] });
}
