import type { Random } from '#shared/lib/deps.ts';
import { canonicalJson } from '#shared/protocol/canonical-json.ts';
import { hpkeOpen, hpkeSeal, newEncryptionKeyPair } from '#shared/protocol/hpke.ts';
import { concat, fromHex, toHex, utf8 } from '../store/bytes.ts';
import { StoreDamagedError } from '../store/errors.ts';
import { KEYS_FILES } from '../store/file-names.ts';
import type { RootKey } from '../store/root-keys.ts';
import {
  asKey,
  clearKey,
  deriveKey,
  KEY_BYTES,
  type Key,
  SALT_BYTES,
  seal,
  TAG_BYTES,
  unseal,
} from '../store/sealing.ts';
import { type Kdf, type KdfParameters, normalisePassphrase } from './kdf.ts';
import type { KeySlot, PassphraseSlot, RecoverySlot } from './key-slots.ts';
import type { Keyring } from './keyring.ts';

/**
 * A slot is a key pair. Its private key is sealed under what its owner knows; the root key is wrapped to its public key, which
 * any open vault can do again for a new root key without that owner. See docs/adr/0005-slots-are-key-pairs.md.
 */
const KDF_SALT_BYTES = 16;
const SLOT_ID_BYTES = 16;
const KEYRING_SECRET_BYTES = 32;
const ENDORSEMENT_ID = utf8('ncb endorsement');

/** What a slot holds apart from the root key: made once with the slot, by its owner's secret. */
export type SlotBody = Omit<PassphraseSlot, 'enc' | 'wrapped'> | Omit<RecoverySlot, 'enc' | 'wrapped'>;

/** What a slot gives to its owner. */
export interface SlotSecret {
  readonly privateKey: Uint8Array;
  /**
   * Shared by everyone who can open the vault. A root key wrapped without it is not taken: public keys stand in clear, and nobody
   * from outside shall wrap a root key of his own to them and so put a whole vault of his own making in this one's place.
   */
  readonly endorsement: Key;
}

export interface NewSlot {
  readonly vaultId: string;
  readonly username: string;
  readonly supervisor: boolean;
  readonly passphrase: string;
  readonly cost: KdfParameters;
  /** When given, the slot opens only together with this keyring. */
  readonly keyring?: Keyring | undefined;
}

/** A slot for one user. Every slot has its own salts, so no sealing key is ever used twice. */
export async function slotForUser(random: Random, kdf: Kdf, endorsement: Key, user: NewSlot): Promise<SlotBody> {
  const secret = user.keyring ? random.bytes(KEYRING_SECRET_BYTES) : new Uint8Array();
  const keyring = user.keyring ? toHex(await user.keyring.wrap(secret)) : null;
  const { publicKey, privateKey } = await newEncryptionKeyPair({ random });
  const slot = {
    kind: 'passphrase' as const,
    id: toHex(random.bytes(SLOT_ID_BYTES)),
    username: user.username,
    supervisor: user.supervisor,
    kdf: user.cost,
    kdfSalt: toHex(random.bytes(KDF_SALT_BYTES)),
    salt: toHex(random.bytes(SALT_BYTES)),
    keyring,
    publicKey: toHex(publicKey),
  };
  const sealingKey = await passphraseKey(kdf, slot, user.passphrase, secret);
  secret.fill(0);
  return { ...slot, sealed: sealSecret(sealingKey, factsAad(user.vaultId, slot), { privateKey, endorsement }) };
}

/** A slot for a new recovery key. It is random, so no slow derivation is needed. */
export async function slotForRecovery(
  random: Random,
  vaultId: string,
  endorsement: Key,
  recoveryKey: Key,
): Promise<SlotBody> {
  const { publicKey, privateKey } = await newEncryptionKeyPair({ random });
  const slot = {
    kind: 'recovery' as const,
    id: toHex(random.bytes(SLOT_ID_BYTES)),
    salt: toHex(random.bytes(SALT_BYTES)),
    publicKey: toHex(publicKey),
  };
  const sealingKey = recoverySealingKey(slot, recoveryKey);
  return { ...slot, sealed: sealSecret(sealingKey, factsAad(vaultId, slot), { privateKey, endorsement }) };
}

/** What the slot holds for its owner, or null if the passphrase (or the keyring's part) is not the right one. */
export async function openForUser(
  kdf: Kdf,
  vaultId: string,
  slot: PassphraseSlot,
  passphrase: string,
  keyringSecret: Uint8Array,
): Promise<SlotSecret | null> {
  const { sealed, ...facts } = bodyOf(slot);
  return openSecret(await passphraseKey(kdf, slot, passphrase, keyringSecret), factsAad(vaultId, facts), sealed);
}

export function openForRecovery(vaultId: string, slot: RecoverySlot, recoveryKey: Key): SlotSecret | null {
  const { sealed, ...facts } = bodyOf(slot);
  return openSecret(recoverySealingKey(slot, recoveryKey), factsAad(vaultId, facts), sealed);
}

/** Wraps a root key to a slot, in place of any before. Each time under a fresh ephemeral key (RFC 9180, mode_psk). */
export async function wrapRoot(
  random: Random,
  vaultId: string,
  root: RootKey,
  endorsement: Key,
  slot: SlotBody | KeySlot,
): Promise<KeySlot> {
  const info = wrapInfo(vaultId, root.epoch, slot.id);
  const publicKey = fromHex(slot.publicKey);
  const body = bodyOf(slot);
  const { enc, ciphertext } = await hpkeSeal(
    { random },
    publicKey,
    info,
    canonicalJson(body),
    root.key,
    psk(endorsement),
  );
  return { ...body, enc: toHex(enc), wrapped: toHex(ciphertext) };
}

/** @throws StoreDamagedError if the owner's secret is right and the root key is not one wrapped for this slot by this vault */
export async function unwrapRoot(
  vaultId: string,
  epoch: number,
  slot: KeySlot,
  { privateKey, endorsement }: SlotSecret,
): Promise<RootKey> {
  const sealed = { enc: Uint8Array.from(fromHex(slot.enc)), ciphertext: Uint8Array.from(fromHex(slot.wrapped)) };
  const info = wrapInfo(vaultId, epoch, slot.id);
  try {
    return {
      epoch,
      key: asKey(await hpkeOpen(privateKey, sealed, info, canonicalJson(bodyOf(slot)), psk(endorsement))),
    };
  } catch (error) {
    throw new StoreDamagedError(KEYS_FILES[0], `the root key in a slot was altered (${String(error)})`);
  }
}

export function clearSecret({ privateKey, endorsement }: SlotSecret): void {
  privateKey.fill(0);
  clearKey(endorsement);
}

/** What an unknown name costs: the same derivation, so that the time taken does not tell that there is no such name. */
export async function deriveForNobody(kdf: Kdf, passphrase: string, cost: KdfParameters): Promise<void> {
  await kdf.derive(normalisePassphrase(passphrase), new Uint8Array(KDF_SALT_BYTES), cost);
}

async function passphraseKey(
  kdf: Kdf,
  slot: Pick<PassphraseSlot, 'id' | 'kdf' | 'kdfSalt' | 'salt'>,
  passphrase: string,
  keyringSecret: Uint8Array,
): Promise<Key> {
  const stretched = await kdf.derive(normalisePassphrase(passphrase), fromHex(slot.kdfSalt), slot.kdf);
  const joined = concat(stretched, keyringSecret);
  const key = deriveKey(joined as Key, fromHex(slot.salt), 'slot/passphrase/', fromHex(slot.id));
  stretched.fill(0);
  joined.fill(0);
  return key;
}

const recoverySealingKey = (slot: Pick<RecoverySlot, 'id' | 'salt'>, recoveryKey: Key): Key =>
  deriveKey(recoveryKey, fromHex(slot.salt), 'slot/recovery/', fromHex(slot.id));

/** Everything the slot says about itself: no parameter can be changed without the opening failing. */
const factsAad = (vaultId: string, facts: object): Uint8Array =>
  concat(utf8(`ncb key slot ${vaultId} `), canonicalJson(facts));

const wrapInfo = (vaultId: string, epoch: number, slotId: string): Uint8Array =>
  utf8(`ncb root key ${vaultId} ${epoch} ${slotId}`);

const psk = (endorsement: Key) => ({ id: ENDORSEMENT_ID, key: endorsement });

function bodyOf(slot: SlotBody | KeySlot): SlotBody {
  if (!('wrapped' in slot)) return slot;
  const { enc: _enc, wrapped: _wrapped, ...body } = slot;
  return body;
}

function sealSecret(sealingKey: Key, aad: Uint8Array, { privateKey, endorsement }: SlotSecret): string {
  const plain = concat(privateKey, endorsement);
  const { body, tag } = seal(sealingKey, 0, aad, plain);
  clearKey(sealingKey);
  plain.fill(0);
  privateKey.fill(0);
  return toHex(concat(body, tag));
}

function openSecret(sealingKey: Key, aad: Uint8Array, sealed: string): SlotSecret | null {
  const bytes = fromHex(sealed);
  const plain = unseal(sealingKey, 0, aad, bytes.subarray(0, -TAG_BYTES), bytes.subarray(-TAG_BYTES));
  clearKey(sealingKey);
  if (!plain) return null;
  // Copies: a slice of what Node decrypts would share its memory, which is cleared here.
  const privateKey = Uint8Array.from(plain.subarray(0, KEY_BYTES));
  const secret = { privateKey, endorsement: asKey(Uint8Array.from(plain.subarray(KEY_BYTES))) };
  plain.fill(0);
  return secret;
}
