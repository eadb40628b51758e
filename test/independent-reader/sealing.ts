import { createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** docs/store-format.md, before §1: seal, derive, MAC. Written from that page alone, as is all in this folder. */

const TAG_BYTES = 16;

/** The file is not what the page says a store writes. */
export class NotGenuineError extends Error {
  override readonly name = 'NotGenuineError';
}

export const bytesOf = (text: string): Buffer => Buffer.from(text, 'utf8');

export function derive(key: Uint8Array, salt: Uint8Array, ...purpose: readonly (string | Uint8Array)[]): Buffer {
  const info = Buffer.concat([bytesOf('ncb-store/1/'), ...purpose.map((part) => Buffer.from(part as string))]);
  return Buffer.from(hkdfSync('sha256', key, salt, info, 32));
}

/** Opens body ‖ tag. */
export function openSeal(key: Uint8Array, counter: number, aad: Uint8Array, sealed: Uint8Array, what: string): Buffer {
  const opened = tryOpenSeal(key, counter, aad, sealed);
  if (!opened) throw new NotGenuineError(`${what}: the seal does not hold`);
  return opened;
}

export function tryOpenSeal(key: Uint8Array, counter: number, aad: Uint8Array, sealed: Uint8Array): Buffer | undefined {
  if (sealed.length < TAG_BYTES) return undefined;
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(counter), 4);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const plain = decipher.update(sealed.subarray(0, -TAG_BYTES));
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    return undefined;
  }
}

export const mac = (key: Uint8Array, bytes: Uint8Array): Buffer => createHmac('sha256', key).update(bytes).digest();

export function checkMac(key: Uint8Array, bytes: Uint8Array, hex: string, what: string): void {
  const expected = Buffer.from(hex, 'hex');
  const found = mac(key, bytes);
  if (expected.length !== found.length || !timingSafeEqual(expected, found)) {
    throw new NotGenuineError(`${what}: the MAC does not hold`);
  }
}
