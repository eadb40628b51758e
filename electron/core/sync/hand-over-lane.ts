import { activeMembers } from '../bureau-keys/members.ts';
import { isWaitingForKeys } from '../bureau-keys/own-key.ts';
import { askFor, canHandOver, handOverSome } from '../sharing/hand-over.ts';
import { goneOnAt, openWants, whatToAsk } from '../sharing/hand-over-wants.ts';
import { offerSomeLost } from '../sharing/offer-lost.ts';
import { BEGINNING, lostArrivals, type Place } from '../store/tables/arrivals.ts';
import { syncState } from '../store/tables/sync-state.ts';
import type { Recording } from '../timeline.ts';
import { recording } from './recording.ts';
import type { SyncContext } from './sync-context.ts';
import { isMyTurn } from './turns.ts';
import { bringWantedFiles } from './wanted-files-lane.ts';

/** Asks for what the hub let go of before this workstation joined, and gives to who asks; once the stream has been read to its end. */
export async function handRecordsOver(ctx: SyncContext): Promise<void> {
  askWhereMissing(ctx);
  await handOverWanted(ctx);
  await offerForOthers(ctx);
  bringWantedFiles(ctx);
}

/** Without the keys nobody knows what is missing, and alone in the bureau there is nobody to ask. */
function askWhereMissing(ctx: SyncContext): void {
  const { store, identity } = ctx;
  const members = activeMembers(store.read, identity);
  if (members.length < 2 || isWaitingForKeys(store.read, identity)) return;
  const scope = whatToAsk(store.read, members);
  if (scope !== null) store.transaction((tx) => askFor(recording(ctx, tx), identity, scope));
}

/** To a workstation that was confirmed. */
async function handOverWanted(ctx: SyncContext): Promise<void> {
  const { store, identity } = ctx;
  const wants = openWants(store.read);
  if (wants.length === 0) return;
  const confirmed = new Set(activeMembers(store.read, identity).map(({ id }) => id));
  const wanted = wants.find((want) => confirmed.has(want.workstation) && canHandOver(store.read, want));
  if (!wanted) return;
  // Who waits for everything has nothing to give, and who waits for the messages has none.
  const without = wants.filter(({ scope }) => scope === 'all' || wanted.scope === 'messages');
  const others = { without: without.map(({ workstation }) => workstation), goneOnAt: goneOnAt(store.read) };
  if (!isMyTurn(ctx, 'records', wanted.id, others)) return;
  await bitByBit(ctx, (rec) => handOverSome(rec, identity, wanted));
}

/**
 * Who sent it has its turn first; a message whose files are not here is left to those who have them until each had theirs. Without the keys
 * nothing could be sealed to the bureau.
 */
async function offerForOthers(ctx: SyncContext): Promise<void> {
  const { store, identity } = ctx;
  if (lostArrivals(store.read, 1).length === 0 || isWaitingForKeys(store.read, identity)) return;
  const epoch = syncState(store.read, 'epoch') ?? '';
  if (!isMyTurn(ctx, 'lost', epoch, { after: 1 })) return;
  const everybody = activeMembers(store.read, identity).length;
  const isWithoutFiles = isMyTurn(ctx, 'lost', epoch, { after: 1 + everybody });
  let from: Place | null = BEGINNING;
  await bitByBit(ctx, (rec) => {
    from = from && offerSomeLost(rec, identity, from, isWithoutFiles);
    return from !== null;
  });
}

/** Some in each transaction, so that people go on meanwhile. */
async function bitByBit(ctx: SyncContext, some: (rec: Recording) => boolean): Promise<void> {
  const { store, stopped } = ctx;
  for (let isMore = true; isMore; ) {
    stopped.throwIfAborted();
    isMore = store.transaction((tx) => some(recording(ctx, tx)));
    await new Promise((resolve) => setImmediate(resolve));
  }
}
