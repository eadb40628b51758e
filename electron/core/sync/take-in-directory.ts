import type { Directory, DirectoryBureau, HubKeys } from '#shared/protocol/directory.ts';
import { keysToTakeIn } from '../bureau-keys/directory-keys.ts';
import { noteSeenKey } from '../bureau-keys/note-seen-key.ts';
import type { ReadDb, WriteDb } from '../store/database.ts';
import { dateBureauKey } from '../store/tables/bureau-keys.ts';
import { putBureau } from '../store/tables/bureaus.ts';
import type { Identity } from '../store/tables/identity.ts';
import { forgetSyncState, putSyncState, syncState } from '../store/tables/sync-state.ts';
import { putWorkstation } from '../store/tables/workstations.ts';

/** The hub's clock when it made the directory that is here (ms): one out of a bundle takes its place only where it is newer. */
const MADE_AT = 'directory-at';
const HUB_KEYS = 'hub-keys';

/** @param madeAt the hub's clock, ms; `now` is ours */
export function takeInDirectory(tx: WriteDb, content: Directory, own: Identity, madeAt: number, now: number): void {
  for (const bureau of content.bureaus) takeBureau(tx, bureau, own, now);
  for (const { enrolledAt, revokedUnder = null, ...workstation } of content.workstations)
    putWorkstation(tx, { ...workstation, enrolledAt: Date.parse(enrolledAt), revokedUnder });
  putSyncState(tx, HUB_KEYS, JSON.stringify(content.hub ?? null));
  putSyncState(tx, MADE_AT, String(madeAt));
}

/** The directory out of a bundle: what a newer one has said stays, and the next contact fetches it whole. */
export function takeInCarriedDirectory(
  tx: WriteDb,
  content: Directory,
  own: Identity,
  madeAt: number,
  now: number,
): void {
  if (madeAt <= Number(syncState(tx, MADE_AT) ?? 0)) return;
  takeInDirectory(tx, content, own, madeAt, now);
  forgetSyncState(tx, ['directory-etag']);
}

/** The hub's own keys, as the directory last named them; null where it takes no bundles. */
export const hubKeysOf = (db: ReadDb): HubKeys | null =>
  JSON.parse(syncState(db, HUB_KEYS) ?? 'null') as HubKeys | null;

function takeBureau(tx: WriteDb, bureau: DirectoryBureau, own: Identity, now: number): void {
  const { code, role, names } = bureau;
  const encryptionKeys = keysToTakeIn(bureau.encryptionKeys);
  putBureau(tx, { code, role, names, keys: encryptionKeys }, now);
  if (code !== own.bureau) noteSeenKey(tx, { code, encryptionKeys }, now);
  else for (const { keyId, since } of encryptionKeys) dateBureauKey(tx, keyId, Date.parse(since));
}
