import { moveDelivery } from '#shared/domain/delivery-state.ts';
import type { WriteDb } from '../store/database.ts';
import { numberedOutboxItems, type OutboxRecord, outboxItemsFrom, updateOutboxItem } from '../store/tables/outbox.ts';
import { putSyncState, syncState } from '../store/tables/sync-state.ts';
import { forgetUploaded } from '../store/tables/uploads.ts';
import type { SyncContext } from './sync-context.ts';

/**
 * Offers again what the hub has lost: it was put back to a back-up, and expects a number that has been decided about already. Under
 * the same ids, so that whoever has an item already takes it once; sealed and numbered anew, because what a refusal had used up in
 * between is gone.
 *
 * @param nextSequence the number the hub expects, as it said after its last decision that is known here
 */
export function offerLostAgain(ctx: SyncContext, nextSequence: number): void {
  const { store } = ctx;
  const [first] = numberedOutboxItems(store.read, 1);
  const expected = first?.sequence ?? Number(syncState(store.read, 'last-sequence') ?? 0) + 1;
  if (nextSequence >= expected) return;
  ctx.log.info('the hub has lost envelopes: they are offered again');
  store.transaction((tx) => numberAnewFrom(tx, nextSequence, ctx.clock.now()));
}

/** Takes the numbers from this one on back from what has left or was to leave, in the caller's transaction. */
function numberAnewFrom(tx: WriteDb, sequence: number, now: number): void {
  for (const item of outboxItemsFrom(tx, sequence)) {
    const state = stateToLeaveAgain(item);
    if (!state) continue;
    updateOutboxItem(tx, item.id, { state, envelope: null, sequence: null, nextAttemptAt: null }, now);
    forgetUploaded(tx, item.id);
  }
  putSyncState(tx, 'last-sequence', String(sequence - 1));
}

/** Null of what has been decided by the hub's refusal or by a person: it does not leave by itself. */
function stateToLeaveAgain({ state, sentAt }: OutboxRecord): OutboxRecord['state'] | null {
  if (state === 'waiting') return state;
  if (state === 'sending') return moveDelivery(state, 'retry');
  return sentAt === null ? null : moveDelivery(state, 're-offer');
}
