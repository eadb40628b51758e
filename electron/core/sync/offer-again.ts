import { leaveAgain } from '../outbox/leave-again.ts';
import type { ReadDb, WriteDb } from '../store/database.ts';
import { numberedOutboxItems, outboxItemsFrom, releaseNumbersAfter } from '../store/tables/outbox.ts';
import { putSyncState, syncState } from '../store/tables/sync-state.ts';
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
  const expected = first?.sequence ?? lastSequence(store.read) + 1;
  if (nextSequence >= expected) return;
  ctx.log.info('the hub has lost envelopes: they are offered again');
  store.transaction((tx) => numberAnewFrom(tx, nextSequence, ctx.clock.now()));
}

/** The number given last; 0 = none has been. */
export const lastSequence = (db: ReadDb): number => numberIn(db, 'last-sequence');

/**
 * The highest number that was taken back, because the hub had lost what bore it or its turn had not come, and is given once more; 0 = none
 * is. A bundle that was written before may bring the hub what bore it all the same, at any time.
 */
export const givenBefore = (db: ReadDb): number => numberIn(db, 'given-before');

/** The highest number that was ever given here. */
export const highestSequence = (db: ReadDb): number => Math.max(lastSequence(db), givenBefore(db));

const numberIn = (db: ReadDb, name: string): number => Number(syncState(db, name) ?? 0);

/** The hub has numbers that were to be given once more here: the count goes on behind them, in the caller's transaction. */
export function goOnFrom(tx: WriteDb, nextSequence: number): void {
  putSyncState(tx, 'last-sequence', String(Math.max(lastSequence(tx), nextSequence - 1)));
}

/**
 * A person has let an older copy go on, which knows nothing of the numbers that were given after it: it counts on where the hub does, in the
 * caller's transaction. What has a number about which the hub has decided is offered as it is: that was it, and it gets its stored receipt,
 * or another number. What has one beyond, as in a bundle that this copy wrote, or because the hub was put back as well, goes again.
 */
export function countOnFrom(tx: WriteDb, nextSequence: number, now: number): void {
  goOnFrom(tx, nextSequence);
  numberAnewFrom(tx, nextSequence, now);
}

/** Takes the numbers from this one on back from what has left or was to leave, in the caller's transaction. */
function numberAnewFrom(tx: WriteDb, sequence: number, now: number): void {
  for (const item of outboxItemsFrom(tx, sequence)) leaveAgain(tx, item, now);
  giveOnceMoreFrom(tx, sequence);
}

/** The numbers from this one on are given once more. */
function giveOnceMoreFrom(tx: WriteDb, sequence: number): void {
  putSyncState(tx, 'given-before', String(highestSequence(tx)));
  putSyncState(tx, 'last-sequence', String(sequence - 1));
}

/**
 * Takes the numbers back from what has one and is not decided, in the caller's transaction: something that was refused for its key goes before
 * it, in an envelope that is still to be made. A bundle may have brought it to the hub meanwhile, as after a back-up.
 */
export function takeNumbersBack(tx: WriteDb, now: number): void {
  const [first] = numberedOutboxItems(tx, 1);
  if (!first?.sequence) return;
  giveOnceMoreFrom(tx, first.sequence);
  releaseNumbersAfter(tx, first.sequence - 1, true, now);
}
