import type { DirectoryKey } from '#shared/protocol/directory.ts';
import type { ReadDb } from '../store/database.ts';
import { heldBureauKeys, holdsBureauKey } from '../store/tables/bureau-keys.ts';
import { bureauByCode, currentKey } from '../store/tables/bureaus.ts';
import type { Identity } from '../store/tables/identity.ts';

/** The key others seal to when they write to this bureau; null before the directory was fetched. */
export function ownCurrentKey(db: ReadDb, { bureau }: Pick<Identity, 'bureau'>): DirectoryKey | null {
  const own = bureauByCode(db, bureau);
  return own && currentKey(own);
}

/** What is sent to the bureau now does not open here: a workstation that holds the key has to hand it over. */
export function isWaitingForKeys(db: ReadDb, identity: Pick<Identity, 'bureau'>): boolean {
  const current = ownCurrentKey(db, identity);
  return current !== null && !holdsBureauKey(db, current.keyId);
}

/**
 * Everything is sealed to the own bureau as well. Who holds its keys need not believe the hub which of them is the current one, and seals to none
 * that is not here: it waits until that is handed over. Who holds none yet takes the hub's word.
 */
export const isSealingWaiting = (db: ReadDb, identity: Pick<Identity, 'bureau'>): boolean =>
  isWaitingForKeys(db, identity) && heldBureauKeys(db).length > 0;
