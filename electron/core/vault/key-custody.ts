import type { Random } from '#shared/lib/deps.ts';
import { concat, fromHex, toHex, uint32, utf8 } from '../store/bytes.ts';
import { type Store, StoreReadOnlyError } from '../store/database.ts';
import { StoreDamagedError } from '../store/errors.ts';
import { KEYS_FILES } from '../store/file-names.ts';
import type { ManifestFile } from '../store/manifest.ts';
import { deriveFromRoot, type RootKey, RootKeys } from '../store/root-keys.ts';
import { asKey, clearKey, KEY_BYTES, type Key, seal, TAG_BYTES, unseal } from '../store/sealing.ts';
import type { StoreFiles } from '../store/store-files.ts';
import type { KeySlot, KeySlots, KeySlotsFile } from './key-slots.ts';
import { type SlotBody, wrapRoot } from './wrapping.ts';

/** The purpose under which the endorsement is kept. */
export const ENDORSEMENT = 'endorsement';

const TAKEN_OVER = 'another running program has opened this vault.';

export interface CustodyParts {
  readonly files: StoreFiles;
  readonly random: Random;
  readonly slotsFile: KeySlotsFile;
  readonly slots: KeySlots;
  readonly manifest: ManifestFile;
  readonly store: Pick<Store, 'status'>;
  /** Whether this process still holds the vault. */
  readonly fence: () => boolean;
}

/** The key-slot file of an open vault. Its changes are made one at a time; who asks for them sees to that. */
export class KeyCustody {
  readonly #parts: CustodyParts;
  #slots: KeySlots;

  constructor(parts: CustodyParts) {
    this.#parts = parts;
    this.#slots = parts.slots;
  }

  get slots(): KeySlots {
    return this.#slots;
  }

  /** What new slots have to hold. The caller clears it. */
  endorsement(): Key {
    return unsealed(this.#parts.files.keys.current, this.#slots.vaultId, ENDORSEMENT, this.#slots.endorsement);
  }

  /** The slots first, then the manifest that asks for at least this revision: a crash between the two locks nobody out. */
  save(slots: readonly KeySlot[]): void {
    this.#write({ ...this.#slots, slots: [...slots] }, this.#parts.files.keys.current);
    this.#parts.manifest.write({ keysRevision: this.#slots.revision });
  }

  /**
   * A new root key, wrapped to these slots and no others; the one so far retires. One write of the key-slot file does both, so a
   * crash leaves all of it or nothing. Sealing the files anew comes afterwards (key-rotation.ts).
   */
  async rotate(slots: readonly (KeySlot | SlotBody)[]): Promise<void> {
    const { files, random, manifest } = this.#parts;
    const { vaultId } = this.#slots;
    const root: RootKey = { epoch: files.keys.epoch + 1, key: asKey(random.bytes(KEY_BYTES)) };
    const endorsement = this.endorsement();
    const wrapped = await wrapEach(random, vaultId, root, endorsement, slots);
    const retired = [files.keys.current, ...files.keys.retired].map(({ epoch, key }) => ({
      keyEpoch: epoch,
      sealed: sealedUnder(root, vaultId, retiredPurpose(epoch), key),
    }));
    const shared = sealedUnder(root, vaultId, ENDORSEMENT, endorsement);
    clearKey(endorsement);
    this.#write({ ...this.#slots, keyEpoch: root.epoch, endorsement: shared, retired, slots: wrapped }, root);
    files.keys.renew(root);
    manifest.write({ keysRevision: this.#slots.revision });
  }

  /** No file is sealed under a retired key any more. The manifest goes first: it must not depend on one either. */
  dropRetired(): void {
    const { files, manifest } = this.#parts;
    this.#mayWrite();
    manifest.write({});
    this.#write({ ...this.#slots, retired: [] }, files.keys.current);
    files.keys.dropRetired();
    manifest.write({ keysRevision: this.#slots.revision });
  }

  #write(slots: KeySlots, root: RootKey): void {
    this.#mayWrite();
    const next = { ...slots, revision: this.#slots.revision + 1 };
    this.#parts.slotsFile.write(root, next);
    this.#slots = next;
  }

  /** Whoever has lost the vault to another process must not replace the keys under it. */
  #mayWrite(): void {
    const { readOnly, reason } = this.#parts.store.status();
    if (readOnly) throw new StoreReadOnlyError(reason ?? '');
    if (!this.#parts.fence()) throw new StoreReadOnlyError(TAKEN_OVER);
  }
}

/** Wraps a root key to each of these slots. */
export const wrapEach = (
  random: Random,
  vaultId: string,
  root: RootKey,
  endorsement: Key,
  slots: readonly (SlotBody | KeySlot)[],
): Promise<KeySlot[]> => Promise.all(slots.map((slot) => wrapRoot(random, vaultId, root, endorsement, slot)));

/** All root keys of a vault, from the current one. @throws StoreDamagedError */
export function rootKeysOf(root: RootKey, { vaultId, retired }: KeySlots): RootKeys {
  return new RootKeys(
    root,
    retired.map(({ keyEpoch, sealed }) => ({
      epoch: keyEpoch,
      key: unsealed(root, vaultId, retiredPurpose(keyEpoch), sealed),
    })),
  );
}

const retiredPurpose = (epoch: number): string => `retired root key ${epoch}`;

/** The purpose and the root key's epoch are in the derivation; each derived key seals one thing, once. */
export function sealedUnder(root: RootKey, vaultId: string, purpose: string, key: Key): string {
  const sealingKey = deriveFromRoot(root, fromHex(vaultId), purpose);
  const { body, tag } = seal(sealingKey, 0, keptAad(root, vaultId, purpose), key);
  clearKey(sealingKey);
  return toHex(concat(body, tag));
}

function unsealed(root: RootKey, vaultId: string, purpose: string, sealed: string): Key {
  const sealingKey = deriveFromRoot(root, fromHex(vaultId), purpose);
  const bytes = fromHex(sealed);
  const aad = keptAad(root, vaultId, purpose);
  const key = unseal(sealingKey, 0, aad, bytes.subarray(0, -TAG_BYTES), bytes.subarray(-TAG_BYTES));
  clearKey(sealingKey);
  if (!key) throw new StoreDamagedError(KEYS_FILES[0], `${purpose}: altered`);
  return asKey(key);
}

const keptAad = (root: RootKey, vaultId: string, purpose: string): Uint8Array =>
  concat(utf8(`ncb kept key ${vaultId} `), uint32(root.epoch), utf8(` ${purpose}`));
