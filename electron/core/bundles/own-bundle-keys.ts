import type { BundleKey, BundleRecipient } from '#shared/protocol/bundle/header.ts';
import { fromBase64Url } from '#shared/protocol/bytes.ts';
import { deviceKeyId } from '../bureau-keys/device-key-id.ts';
import { ownCurrentKey } from '../bureau-keys/own-key.ts';
import { heldBureauKeys } from '../store/tables/bureau-keys.ts';
import { workstationById } from '../store/tables/workstations.ts';
import type { SyncContext } from '../sync/sync-context.ts';
import { hubKeysOf } from '../sync/take-in-directory.ts';
import { BundleRefusal } from './bundle-refusal.ts';

/** What opens a bundle here: every key the bureau has had, and this machine's own, which answers for it are sealed to as well. */
export function openingKeys({ store, identity }: SyncContext): BundleKey[] {
  const { devicePublicKey, devicePrivateKey } = identity;
  const device = { keyId: deviceKeyId(devicePublicKey), privateKey: devicePrivateKey };
  return [...heldBureauKeys(store.read), device].map(({ keyId, privateKey }) => ({
    keyId,
    privateKey: fromBase64Url(privateKey),
  }));
}

/** @throws BundleRefusal while this workstation waits for the first of its bureau's keys */
export function requireBureauKeys({ store }: SyncContext): void {
  if (heldBureauKeys(store.read).length === 0) throw new BundleRefusal({ code: 'waiting-for-keys' });
}

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

/** The bureau, and the machine the answers are for: the bureau's key may have been renewed while it was away. */
export function answerRecipients(ctx: SyncContext, workstation: string): BundleRecipient[] {
  const known = workstationById(ctx.store.read, workstation);
  const device = known ? [{ keyId: deviceKeyId(known.deviceKey), publicKey: known.deviceKey }] : [];
  return [...bureauRecipients(ctx), ...device];
}
