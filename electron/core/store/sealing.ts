import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { concat, utf8 } from './bytes.ts';

/** AES-256-GCM, HKDF-SHA-256 and HMAC-SHA-256: all that the store's files use, and all that Electron's BoringSSL offers. */

export const KEY_BYTES = 32;
export const SALT_BYTES = 32;
export const TAG_BYTES = 16;

/** 256 bits of key material, cleared by `clearKey` when the store closes. */
export type Key = Uint8Array & { readonly key: unique symbol };

export const asKey = (bytes: Uint8Array): Key => {
  if (bytes.length !== KEY_BYTES) throw new RangeError('A key has 32 bytes.');
  return bytes as Key;
};

/** A key for one purpose (and one file, by its salt), so that no two files ever share a key and counter nonces never meet. */
export function deriveKey(root: Key, salt: Uint8Array, ...purpose: readonly (string | Uint8Array)[]): Key {
  const info = concat(utf8('ncb-store/1/'), ...purpose.map((part) => (typeof part === 'string' ? utf8(part) : part)));
  return asKey(new Uint8Array(hkdfSync('sha256', root, salt, info, KEY_BYTES)));
}

export function clearKey(key: Key): void {
  key.fill(0);
}

/** Seals `plain` under the nonce number `counter`; the caller never gives the same counter twice to one key. */
export function seal(
  key: Key,
  counter: number,
  aad: Uint8Array,
  plain: Uint8Array,
): { body: Uint8Array; tag: Uint8Array } {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(counter), { authTagLength: TAG_BYTES });
  cipher.setAAD(aad);
  const body = cipher.update(plain);
  cipher.final();
  return { body, tag: cipher.getAuthTag() };
}

/** Opens what `seal` made; undefined when the key, the place (AAD, counter) or a single bit is not the same. */
export function unseal(
  key: Key,
  counter: number,
  aad: Uint8Array,
  body: Uint8Array,
  tag: Uint8Array,
): Uint8Array | undefined {
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(counter), { authTagLength: TAG_BYTES });
  decipher.setAAD(aad);
  decipher.setAuthTag(tag);
  const plain = decipher.update(body);
  try {
    decipher.final();
  } catch {
    return undefined;
  }
  return plain;
}

export function mac(key: Key, bytes: Uint8Array): Uint8Array {
  return createHmac('sha256', key).update(bytes).digest();
}

export function macMatches(key: Key, bytes: Uint8Array, expected: Uint8Array): boolean {
  const found = mac(key, bytes);
  return expected.length === found.length && timingSafeEqual(found, expected);
}

/** 96 bits: 32 zero bits, then the counter. */
function nonceOf(counter: number): Uint8Array {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(Math.floor(counter / 2 ** 32), 4);
  nonce.writeUInt32BE(counter % 2 ** 32, 8);
  return nonce;
}
