import { activeMembers } from '../bureau-keys/members.ts';
import { isWaitingForKeys } from '../bureau-keys/own-key.ts';
import { askForRecords, goneOnAt, handOverSome, hasToAsk, isWanting, openWants } from '../sharing/hand-over.ts';
import { recording } from './recording.ts';
import type { SyncContext } from './sync-context.ts';
import { isMyTurn } from './turns.ts';

/** Asks for what the hub let go of before this workstation joined, and hands it over to who asks; once the stream has been read to its end. */
export async function handRecordsOver(ctx: SyncContext): Promise<void> {
  askWhereMissing(ctx);
  await handOverWanted(ctx);
}

/** Without the keys nobody knows what is missing, and alone in the bureau there is nobody to ask. */
function askWhereMissing(ctx: SyncContext): void {
  const { store, identity } = ctx;
  const members = activeMembers(store.read, identity);
  if (members.length < 2 || isWaitingForKeys(store.read, identity) || !hasToAsk(store.read, members)) return;
  store.transaction((tx) => askForRecords(recording(ctx, tx), identity));
}

/** To a workstation that was confirmed; some records in each transaction, so that people go on meanwhile. */
async function handOverWanted(ctx: SyncContext): Promise<void> {
  const { store, identity, stopped } = ctx;
  const wants = openWants(store.read);
  if (wants.length === 0 || isWanting(store.read)) return;
  const confirmed = new Set(activeMembers(store.read, identity).map(({ id }) => id));
  const wanted = wants.find(({ workstation }) => confirmed.has(workstation));
  const askers = wants.map(({ workstation }) => workstation);
  const others = { without: askers, goneOnAt: goneOnAt(store.read) };
  if (!wanted || !isMyTurn(ctx, 'records', wanted.id, others)) return;
  for (let isMore = true; isMore; ) {
    stopped.throwIfAborted();
    isMore = store.transaction((tx) => handOverSome(recording(ctx, tx), identity, wanted));
    await new Promise((resolve) => setImmediate(resolve));
  }
}
