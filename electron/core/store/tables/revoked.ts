import type { ReadDb, WriteDb } from '../database.ts';
import { forgetSyncState, putSyncState, syncState } from './sync-state.ts';

/** That the hub has revoked this workstation, and since when that is known here. */
export interface RevokedNote {
  readonly noticedAt: number;
}

const NAME = 'revoked-at';

/** Null while the hub takes this workstation, as far as is known here. */
export function revokedNote(db: ReadDb): RevokedNote | null {
  const at = syncState(db, NAME);
  return at === null ? null : { noticedAt: Number(at) };
}

export const putRevokedNote = (tx: WriteDb, { noticedAt }: RevokedNote): void =>
  putSyncState(tx, NAME, String(noticedAt));

export const deleteRevokedNote = (tx: WriteDb): void => forgetSyncState(tx, [NAME]);
