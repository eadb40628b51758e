import type { Random } from '#shared/lib/deps.ts';
import { canonicalJson } from '#shared/protocol/canonical-json.ts';
import { concat, fromHex, toHex, utf8 } from '../store/bytes.ts';
import { asKey, clearKey, deriveKey, type Key, SALT_BYTES, seal, TAG_BYTES, unseal } from '../store/sealing.ts';
import { type Kdf, normalisePassphrase, STANDARD_KDF } from './kdf.ts';
import type { PassphraseSlot, RecoverySlot } from './key-slots.ts';
import type { Keyring } from './keyring.ts';

const KDF_SALT_BYTES = 16;
const SLOT_ID_BYTES = 16;
const KEYRING_SECRET_BYTES = 32;

export interface NewSlot {
  readonly vaultId: string;
  readonly username: string;
  readonly supervisor: boolean;
  readonly passphrase: string;
  /** When given, the slot opens only together with this keyring. */
  readonly keyring?: Keyring | undefined;
}

/** Wraps the root key for one user. Every slot has its own salts, so no wrapping key is ever used twice. */
export async function wrapForUser(random: Random, kdf: Kdf, rootKey: Key, user: NewSlot): Promise<PassphraseSlot> {
  const secret = user.keyring ? random.bytes(KEYRING_SECRET_BYTES) : new Uint8Array();
  const keyring = user.keyring ? toHex(await user.keyring.wrap(secret)) : null;
  const slot = {
    kind: 'passphrase' as const,
    id: toHex(random.bytes(SLOT_ID_BYTES)),
    username: user.username,
    supervisor: user.supervisor,
    kdf: STANDARD_KDF,
    kdfSalt: toHex(random.bytes(KDF_SALT_BYTES)),
    salt: toHex(random.bytes(SALT_BYTES)),
    keyring,
  };
  const wrappingKey = await passphraseKey(kdf, slot, user.passphrase, secret);
  secret.fill(0);
  return { ...slot, wrapped: wrap(wrappingKey, aadOf(user.vaultId, slot), rootKey) };
}

/** The root key, or null if the passphrase (or the keyring's part) is not the right one. */
export async function unwrapForUser(
  kdf: Kdf,
  vaultId: string,
  { wrapped, ...slot }: PassphraseSlot,
  passphrase: string,
  keyringSecret: Uint8Array,
): Promise<Key | null> {
  return unwrap(await passphraseKey(kdf, slot, passphrase, keyringSecret), aadOf(vaultId, slot), wrapped);
}

/** Wraps the root key for a new recovery key. It is random, so no slow derivation is needed. */
export function wrapForRecovery(random: Random, vaultId: string, rootKey: Key, recoveryKey: Key): RecoverySlot {
  const slot = {
    kind: 'recovery' as const,
    id: toHex(random.bytes(SLOT_ID_BYTES)),
    salt: toHex(random.bytes(SALT_BYTES)),
  };
  return { ...slot, wrapped: wrap(recoveryWrappingKey(slot, recoveryKey), aadOf(vaultId, slot), rootKey) };
}

export function unwrapForRecovery(vaultId: string, { wrapped, ...slot }: RecoverySlot, recoveryKey: Key): Key | null {
  return unwrap(recoveryWrappingKey(slot, recoveryKey), aadOf(vaultId, slot), wrapped);
}

/** What an unknown name costs: the same derivation, so that the time taken does not tell that there is no such name. */
export async function deriveForNobody(kdf: Kdf, passphrase: string): Promise<void> {
  await kdf.derive(normalisePassphrase(passphrase), new Uint8Array(KDF_SALT_BYTES), STANDARD_KDF);
}

async function passphraseKey(
  kdf: Kdf,
  slot: Omit<PassphraseSlot, 'wrapped'>,
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

const recoveryWrappingKey = (slot: Omit<RecoverySlot, 'wrapped'>, recoveryKey: Key): Key =>
  deriveKey(recoveryKey, fromHex(slot.salt), 'slot/recovery/', fromHex(slot.id));

/** Everything the slot says about itself: no parameter can be changed without the unwrapping failing. */
function aadOf(vaultId: string, slot: Omit<PassphraseSlot, 'wrapped'> | Omit<RecoverySlot, 'wrapped'>): Uint8Array {
  return concat(utf8(`ncb key slot ${vaultId} `), canonicalJson(slot));
}

function wrap(wrappingKey: Key, aad: Uint8Array, rootKey: Key): string {
  const { body, tag } = seal(wrappingKey, 0, aad, rootKey);
  clearKey(wrappingKey);
  return toHex(concat(body, tag));
}

function unwrap(wrappingKey: Key, aad: Uint8Array, wrapped: string): Key | null {
  const bytes = fromHex(wrapped);
  const plain = unseal(wrappingKey, 0, aad, bytes.subarray(0, -TAG_BYTES), bytes.subarray(-TAG_BYTES));
  clearKey(wrappingKey);
  return plain ? asKey(plain) : null;
}
