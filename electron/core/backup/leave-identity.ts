import { refuseItem } from '../messages/apply-verdict.ts';
import { OWN_HAND_OVERS } from '../sharing/hand-over-wants.ts';
import { readIdentity } from '../store/tables/identity.ts';
import { type OutboxRecord, pendingOutboxItems, updateOutboxItem } from '../store/tables/outbox.ts';
import { replaceIdentityByMark, restoredFrom } from '../store/tables/restored.ts';
import { deleteRevokedNote } from '../store/tables/revoked.ts';
import { forgetSyncState } from '../store/tables/sync-state.ts';
import { deleteUploads } from '../store/tables/uploads.ts';
import type { Recording } from '../timeline.ts';

interface Leaving {
  /** When what is in the store was last that of the workstation. */
  readonly createdAt: number;
  /** What its waiting items show: outbox.problem.<code> in renderer/locales. */
  readonly problem: string;
}

/**
 * Makes a store that of another workstation, in the caller's transaction: no identity, no certificate, no private key of the one before,
 * and no number of its envelopes. The two must never speak for one another. Returns whom it was of.
 */
export function leaveIdentity(rec: Recording, { createdAt, problem }: Leaving): { readonly workstationId: string } {
  const { tx, now } = rec;
  const identity = readIdentity(tx) ?? restoredFrom(tx);
  if (!identity) throw new Error('A store without an identity');
  const { bureau, workstationId, name, hubUrl, rootKey } = identity;
  const kept = { bureau, workstationId, name, hubUrl, rootKey };
  replaceIdentityByMark(tx, { ...kept, restoredAt: now, createdAt });
  forgetSyncState(tx, [
    'last-sequence',
    'given-before',
    'last-bundle',
    'directory-etag',
    'data-as-of',
    'key-renewal',
    ...OWN_HAND_OVERS,
  ]);
  deleteRevokedNote(tx);
  for (const item of pendingOutboxItems(tx)) settleItem(rec, item, name, problem);
  return { workstationId };
}

/**
 * Nobody here knows whether the other workstation sent it afterwards. A request or a check waits for a person; it keeps its identifier, under
 * which the hub takes it once, whoever sends it. A receipt says what is so, and may be said twice; so may the bureau's keys be handed over.
 */
function settleItem(rec: Recording, item: OutboxRecord, from: string, problem: string): void {
  const { tx, now } = rec;
  const unsealed = { envelope: null, sequence: null, nextAttemptAt: null, carriedBundle: null, carriedAt: null };
  deleteUploads(tx, item.id);
  if (item.kind === 'receipt' || item.kind === 'bureau-keys') {
    updateOutboxItem(tx, item.id, { ...unsealed, state: 'waiting', attempts: 0, envelopeId: rec.newId() }, now);
    return;
  }
  updateOutboxItem(tx, item.id, unsealed, now);
  refuseItem(rec, item, problem, from);
}
