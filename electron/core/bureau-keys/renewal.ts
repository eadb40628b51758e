import type { ReadDb, WriteDb } from '../store/database.ts';
import { holdersOfKey } from '../store/tables/confirmed-workstations.ts';
import type { Identity } from '../store/tables/identity.ts';
import { forgetSyncState, putSyncState, syncState } from '../store/tables/sync-state.ts';
import { workstationsOfBureau } from '../store/tables/workstations.ts';
import { activeMembers } from './members.ts';

/** A new key of the bureau on its way: handed to everybody who stays first, registered at the hub when they have it. */
export interface KeyRenewal {
  /** The current key when it began. */
  readonly replaces: string;
  readonly keyId: string;
  /** The outbox item that hands it over; null where nobody else is there. */
  readonly outboxId: string | null;
  /** The person who asked for it, or '' for the machine. */
  readonly by: string;
}

const STATE = 'key-renewal';
const ASKED = 'key-renewal-asked';

export const keyRenewal = (db: ReadDb): KeyRenewal | null =>
  JSON.parse(syncState(db, STATE) ?? 'null') as KeyRenewal | null;

export function putKeyRenewal(tx: WriteDb, renewal: KeyRenewal): void {
  putSyncState(tx, STATE, JSON.stringify(renewal));
}

/** It is registered, or another's came first. */
export function endKeyRenewal(tx: WriteDb): void {
  forgetSyncState(tx, [STATE, ASKED]);
}

/** A person wants the current key replaced. */
export function askForRenewal(tx: WriteDb, current: string, by: string): void {
  putSyncState(tx, ASKED, JSON.stringify({ current, by }));
}

/** Who asked for the current key to be replaced, if anybody has. */
export function renewalAskedBy(db: ReadDb, current: string): string | null {
  const asked = JSON.parse(syncState(db, ASKED) ?? 'null') as { current: string; by: string } | null;
  return asked?.current === current ? asked.by : null;
}

/**
 * Whether this workstation may give the bureau a new key: nobody who was there before it is missing among those it would hand the key to.
 * One that came back out of a back-up knows nobody yet; were it to renew the key, all others would be left without.
 */
export function knowsItsElders(db: ReadDb, identity: Identity): boolean {
  const members = new Set<string>(activeMembers(db, identity).map(({ id }) => id));
  return workstationsOfBureau(db, identity.bureau).every(
    ({ id, status }) => status === 'revoked' || id >= identity.workstationId || members.has(id),
  );
}

/**
 * A workstation that was revoked may hold this key: it was the current one then, by the hub's word, or it was handed over to it before it became
 * the current one.
 */
export function isKeyExposed(db: ReadDb, bureau: string, keyId: string): boolean {
  const holders = holdersOfKey(db, keyId);
  return workstationsOfBureau(db, bureau).some(
    ({ id, status, revokedUnder }) => status === 'revoked' && (revokedUnder === keyId || holders.has(id)),
  );
}
