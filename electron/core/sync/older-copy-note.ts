import { recordAudit } from '../record-audit.ts';
import type { WriteDb } from '../store/database.ts';
import { type OlderCopy, olderCopy, putOlderCopy } from '../store/tables/contact.ts';
import type { SyncContext } from './sync-context.ts';

/**
 * The hub knows more of this workstation than this copy of its store does. Written down once, in the caller's transaction: nothing is sent until
 * a person decides.
 */
export function noteOlderCopy(
  { clock, identity, emit }: SyncContext,
  tx: WriteDb,
  found: Pick<OlderCopy, 'lastContactAt' | 'sentSince' | 'byNumber'>,
): void {
  if (olderCopy(tx)) return;
  const now = clock.now();
  putOlderCopy(tx, { ...found, noticedAt: now, accepted: false });
  const { lastContactAt, sentSince } = found;
  const entry = { method: 'sync.older-copy', at: now, actor: null, detail: { lastContactAt, sentSince } };
  recordAudit(tx, { ...entry, subject: 'workstation', subjectId: identity.workstationId });
  emit({ event: 'changed', tables: ['connection'] });
}
