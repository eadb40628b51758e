import { moveDelivery } from '#shared/domain/delivery-state.ts';
import type { WriteDb } from '../store/database.ts';
import { type OutboxRecord, updateOutboxItem } from '../store/tables/outbox.ts';
import { forgetUploaded } from '../store/tables/uploads.ts';

/**
 * What has left, or was to leave, leaves again, in the caller's transaction: sealed and numbered anew. Not what has been decided by the hub's
 * refusal or by a person.
 */
export function leaveAgain(tx: WriteDb, item: OutboxRecord, now: number): void {
  const state = stateToLeaveAgain(item);
  if (!state) return;
  const takenBackAt = item.envelope === null ? item.takenBackAt : now;
  updateOutboxItem(tx, item.id, { state, envelope: null, sequence: null, nextAttemptAt: null, takenBackAt }, now);
  forgetUploaded(tx, item.id);
}

function stateToLeaveAgain({ state, sentAt }: OutboxRecord): OutboxRecord['state'] | null {
  if (state === 'waiting') return state;
  if (state === 'sending') return moveDelivery(state, 'retry');
  return sentAt === null ? null : moveDelivery(state, 're-offer');
}
