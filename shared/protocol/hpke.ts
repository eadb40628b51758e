import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import type { RandomDep } from '../lib/deps.ts';
import { type Bytes, binaryOf, sha256, toBase64Url } from './bytes.ts';

/** The one suite of the protocol (RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. On the wire in base mode. */
export const SEALING_SUITE = 'x25519-hkdf-sha256+hkdf-sha256+aes-256-gcm';

const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});

/** Raw X25519 keys (RFC 7748), 32 bytes each. */
export interface EncryptionKeyPair {
  readonly publicKey: Bytes;
  readonly privateKey: Bytes;
}

export const encryptionPublicKey = binaryOf(32);

/** Names a public key by itself: base64url of the first 16 bytes of its SHA-256. */
export const keyId = binaryOf(16).brand<'KeyId'>();

export async function encryptionKeyId(publicKey: Uint8Array): Promise<string> {
  return toBase64Url((await sha256(publicKey)).subarray(0, 16));
}

/** A new key pair from 32 random bytes, by DeriveKeyPair (RFC 9180 §7.1.3). */
export async function newEncryptionKeyPair({ random }: RandomDep): Promise<EncryptionKeyPair> {
  return deriveEncryptionKeyPair(random.bytes(32));
}

/** The key pair of a secret seed of at least 32 bytes (RFC 9180 §7.1.3). */
export async function deriveEncryptionKeyPair(seed: Uint8Array): Promise<EncryptionKeyPair> {
  const pair = await suite.kem.deriveKeyPair(Uint8Array.from(seed).buffer);
  return {
    publicKey: new Uint8Array(await suite.kem.serializePublicKey(pair.publicKey)),
    privateKey: new Uint8Array(await suite.kem.serializePrivateKey(pair.privateKey)),
  };
}

/** A secret that both sides share already (RFC 9180 §5.1.2): with it, opening also shows that its holder did the sealing. */
export interface PreSharedKey {
  readonly id: Uint8Array;
  /** At least 32 bytes. */
  readonly key: Uint8Array;
}

export interface HpkeSealed {
  readonly enc: Bytes;
  readonly ciphertext: Bytes;
}

/**
 * Seals to one public key. The ephemeral key is derived from 32 bytes of the given randomness, so that a simulation
 * repeats exactly; with a secure generator this is GenerateKeyPair (RFC 9180 §7.1.3).
 */
export async function hpkeSeal(
  { random }: RandomDep,
  publicKey: Uint8Array,
  info: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
  psk?: PreSharedKey,
): Promise<HpkeSealed> {
  const recipientPublicKey = await suite.kem.deserializePublicKey(Uint8Array.from(publicKey).buffer);
  const ekm = Uint8Array.from(random.bytes(32)).buffer;
  const context = await suite.createSenderContext({
    recipientPublicKey,
    info: Uint8Array.from(info).buffer,
    ekm,
    ...shared(psk),
  });
  const ciphertext = await context.seal(Uint8Array.from(plaintext).buffer, Uint8Array.from(aad).buffer);
  return { enc: new Uint8Array(context.enc), ciphertext: new Uint8Array(ciphertext) };
}

/** Opens what `hpkeSeal` made. Throws when key, info, aad, pre-shared key or ciphertext differ. */
export async function hpkeOpen(
  privateKey: Uint8Array,
  sealed: HpkeSealed,
  info: Uint8Array,
  aad: Uint8Array,
  psk?: PreSharedKey,
): Promise<Bytes> {
  const recipientKey = await suite.kem.importKey('raw', Uint8Array.from(privateKey).buffer, false);
  const context = await suite.createRecipientContext({
    recipientKey,
    enc: Uint8Array.from(sealed.enc).buffer,
    info: Uint8Array.from(info).buffer,
    ...shared(psk),
  });
  return new Uint8Array(await context.open(Uint8Array.from(sealed.ciphertext).buffer, Uint8Array.from(aad).buffer));
}

const shared = (psk: PreSharedKey | undefined) =>
  psk && { psk: { id: Uint8Array.from(psk.id).buffer, key: Uint8Array.from(psk.key).buffer } };
