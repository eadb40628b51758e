import { FROM_THE_BEGINNING, mayHaveUnshared, type Offered, offerSome } from '../sharing/offer-existing.ts';
import { recording } from './recording.ts';
import type { SyncContext } from './sync-context.ts';

/** Queues the records made before the bureau had another workstation, some in each transaction, so that people go on meanwhile. */
export async function offerRecords(ctx: SyncContext): Promise<void> {
  const { store, identity, stopped } = ctx;
  if (!mayHaveUnshared(store.read, identity)) return;
  for (let at: Offered | null = FROM_THE_BEGINNING; at !== null; ) {
    stopped.throwIfAborted();
    const from: Offered = at;
    at = store.transaction((tx) => offerSome(recording(ctx, tx), identity, from));
    await new Promise((resolve) => setImmediate(resolve));
  }
}
