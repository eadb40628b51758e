import type { Bytes } from './bytes.ts';

export const CONTENT_KEY_SIZE = 32;
export const NONCE_SIZE = 12;
export const TAG_SIZE = 16;

interface GcmInput {
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** 12 bytes, never twice under one key (NIST SP 800-38D §8). */
  readonly nonce: Uint8Array;
  readonly aad: Uint8Array;
}

async function importKey(key: Uint8Array, usage: KeyUsage): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', Uint8Array.from(key), 'AES-GCM', false, [usage]);
}

/** AES-256-GCM: ciphertext followed by its 16-byte tag. */
export async function gcmSeal({ key, nonce, aad }: GcmInput, plaintext: Uint8Array): Promise<Bytes> {
  const parameters = { name: 'AES-GCM', iv: Uint8Array.from(nonce), additionalData: Uint8Array.from(aad) };
  const handle = await importKey(key, 'encrypt');
  return new Uint8Array(await crypto.subtle.encrypt(parameters, handle, Uint8Array.from(plaintext)));
}

/** Opens what `gcmSeal` made. Throws when a single bit of key, nonce, aad or ciphertext differs. */
export async function gcmOpen({ key, nonce, aad }: GcmInput, sealed: Uint8Array): Promise<Bytes> {
  const parameters = { name: 'AES-GCM', iv: Uint8Array.from(nonce), additionalData: Uint8Array.from(aad) };
  const handle = await importKey(key, 'decrypt');
  return new Uint8Array(await crypto.subtle.decrypt(parameters, handle, Uint8Array.from(sealed)));
}
