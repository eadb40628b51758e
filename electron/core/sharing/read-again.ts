import { OPEN_KEPT } from '../bureau-keys/receive-keys.ts';
import type { Store } from '../store/database.ts';
import { putSyncState, syncState } from '../store/tables/sync-state.ts';
import { takeWaitingEntry, waitingEntries } from '../store/tables/waiting-entries.ts';
import type { Recording } from '../timeline.ts';
import { applyKept } from './apply-entries.ts';

/** Which version has tried to read what waits for a newer one. */
const READ_BY = 'entries-read-by';
const AT_ONCE = 100;

/**
 * At the first opening by another version of the application: what its forerunner could not read of the shared records is read again, in
 * the order in which it came, and the synchronisation is told to try whole envelopes that were kept unread. So is what waits for a record:
 * its forerunner may have looked for another one. Cut off in between, it begins again at the next opening; what has been read by then no longer
 * waits.
 * @param record gives an action's means inside a transaction
 */
export function readKeptAgain(store: Store, version: string, record: (tx: Recording['tx']) => Recording): void {
  if (syncState(store.read, READ_BY) === version || store.status().readOnly) return;
  const waiting = waitingEntries(store.read);
  for (let from = 0; from < waiting.length; from += AT_ONCE)
    store.transaction((tx) => {
      for (const entry of waiting.slice(from, from + AT_ONCE))
        if (takeWaitingEntry(tx, entry)) applyKept(record(tx), entry);
    });
  store.transaction((tx) => {
    putSyncState(tx, OPEN_KEPT, 'yes');
    putSyncState(tx, READ_BY, version);
  });
}
