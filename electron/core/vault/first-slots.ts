import type { Random } from '#shared/lib/deps.ts';
import { toHex } from '../store/bytes.ts';
import { KEYS_FILES } from '../store/file-names.ts';
import { removeQuietly } from '../store/file-system.ts';
import type { RootKey } from '../store/root-keys.ts';
import { asKey, clearKey, KEY_BYTES, type Key } from '../store/sealing.ts';
import type { StoreFiles } from '../store/store-files.ts';
import type { Kdf } from './kdf.ts';
import { ENDORSEMENT, sealedUnder, wrapEach } from './key-custody.ts';
import type { KeySlots, KeySlotsFile } from './key-slots.ts';
import { type NewSlot, slotForRecovery, slotForUser } from './wrapping.ts';

/** The first user's way in and the recovery key's, with all that the key-slot file holds. */
export async function makeFirstSlots(
  { random, kdf }: { readonly random: Random; readonly kdf: Kdf },
  { vaultId: id, keys }: StoreFiles,
  recoveryKey: Key,
  first: Omit<NewSlot, 'vaultId'>,
): Promise<KeySlots> {
  const vaultId = toHex(id);
  const endorsement = asKey(random.bytes(KEY_BYTES));
  const userSlot = await slotForUser(random, kdf, endorsement, { vaultId, ...first });
  const recoverySlot = await slotForRecovery(random, vaultId, endorsement, recoveryKey);
  const slots = await wrapEach(random, vaultId, keys.current, endorsement, [userSlot, recoverySlot]);
  const kept = sealedUnder(keys.current, vaultId, ENDORSEMENT, endorsement);
  clearKey(endorsement);
  const head = { format: 'ncb-keys', version: 1, vaultId, revision: 1 } as const;
  return { ...head, keyEpoch: keys.epoch, endorsement: kept, retired: [], slots };
}

/** A vault whose creation failed here was never shown to anybody: no slot of it may stay behind. */
export function writeFirstSlots(
  { fs, dir }: StoreFiles,
  slotsFile: KeySlotsFile,
  root: RootKey,
  slots: KeySlots,
): void {
  try {
    slotsFile.write(root, slots);
  } catch (error) {
    for (const name of KEYS_FILES) removeQuietly(fs, fs.join(dir, name));
    throw error;
  }
}
