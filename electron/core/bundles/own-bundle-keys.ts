import type { BundleKey, BundleRecipient } from '#shared/protocol/bundle/header.ts';
import { fromBase64Url } from '#shared/protocol/bytes.ts';
import { ownCurrentKey } from '../bureau-keys/own-key.ts';
import { heldBureauKeys } from '../store/tables/bureau-keys.ts';
import type { SyncContext } from '../sync/sync-context.ts';
import { hubKeysOf } from '../sync/take-in-directory.ts';

/** What opens a bundle here: every key the bureau has had. */
export const openingKeys = ({ store }: SyncContext): BundleKey[] =>
  heldBureauKeys(store.read).map(({ keyId, privateKey }) => ({ keyId, privateKey: fromBase64Url(privateKey) }));

/** The current key of the own bureau; where the directory names none that is here, the newest this workstation holds. */
export function bureauRecipients({ store, identity }: SyncContext): BundleRecipient[] {
  const held = heldBureauKeys(store.read);
  const current = ownCurrentKey(store.read, identity);
  const key = held.find(({ keyId }) => keyId === current?.keyId) ?? held[0];
  return key ? [{ keyId: key.keyId, publicKey: key.publicKey }] : [];
}

/** The bureau, and the hub where it is known to take bundles: at its command line no line is needed at all. */
export function outwardRecipients(ctx: SyncContext): BundleRecipient[] {
  const hub = hubKeysOf(ctx.store.read);
  return [...bureauRecipients(ctx), ...(hub ? [{ keyId: hub.keyId, publicKey: hub.publicKey }] : [])];
}
