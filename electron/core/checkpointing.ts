import type { Log } from './log.ts';
import type { Store } from './store/database.ts';

/**
 * Takes a new snapshot whenever the journal has grown enough, in slices between which commits and reads go on. One at a time; one that
 * fails is harmless, the journal it would have replaced is still there, and the next commit tries again.
 * @param mayBegin false keeps the generations on the disk as they are
 */
export function checkpointWhenDue(store: Store, log: Log, mayBegin: () => boolean = () => true): void {
  let running = false;
  store.onCommit(() => {
    if (running || !mayBegin() || !store.checkpointDue()) return;
    running = true;
    setImmediate(() => {
      store
        .checkpointInSlices()
        .catch((error: unknown) => log.error('a checkpoint failed', error))
        .finally(() => {
          running = false;
        });
    });
  });
}
