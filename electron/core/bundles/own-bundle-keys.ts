import type { BundleKey, BundleRecipient } from '#shared/protocol/bundle/header.ts';
import { fromBase64Url } from '#shared/protocol/bytes.ts';
import { heldBureauKeys } from '../store/tables/bureau-keys.ts';
import { bureauByCode } from '../store/tables/bureaus.ts';
import type { SyncContext } from '../sync/sync-context.ts';
import { hubKeysOf } from '../sync/take-in-directory.ts';

/** What opens a bundle here: every key the bureau has had. */
export const openingKeys = ({ store }: SyncContext): BundleKey[] =>
  heldBureauKeys(store.read).map(({ keyId, privateKey }) => ({ keyId, privateKey: fromBase64Url(privateKey) }));

/** The current keys of the own bureau; before the directory was ever here, the newest this workstation holds. */
export function bureauRecipients({ store, identity }: SyncContext): BundleRecipient[] {
  const known = (bureauByCode(store.read, identity.bureau)?.keys ?? []).filter(({ status }) => status === 'current');
  const keys = known.length > 0 ? known : heldBureauKeys(store.read).slice(0, 1);
  return keys.map(({ keyId, publicKey }) => ({ keyId, publicKey }));
}

/** The bureau, and the hub where it is known to take bundles: at its command line no line is needed at all. */
export function outwardRecipients(ctx: SyncContext): BundleRecipient[] {
  const hub = hubKeysOf(ctx.store.read);
  return [...bureauRecipients(ctx), ...(hub ? [{ keyId: hub.keyId, publicKey: hub.publicKey }] : [])];
}
