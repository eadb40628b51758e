import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

const NONCE_BYTES = 12;

/** What was seen of every AES-GCM encryption this process made while it was watched. */
export interface SealWatch {
  readonly seals: number;
  /** Sentences about each (key, nonce) that was used for a second time. */
  readonly repeats: readonly string[];
  stop(): void;
}

/**
 * Watches Node's own `createCipheriv`, below everything the product does: no seal can be made past it, and the product
 * holds nothing for the sake of a test. Keys are remembered by their bytes, nonces by their number.
 */
export function watchSeals(): SealWatch {
  const noncesByKey = new Map<string, Set<bigint>>();
  const repeats: string[] = [];
  const original = crypto.createCipheriv;
  let seals = 0;
  const note = (key: unknown, nonce: unknown) => {
    if (!(key instanceof Uint8Array) || !(nonce instanceof Uint8Array) || nonce.length !== NONCE_BYTES) {
      throw new Error('A seal with a key or a nonce of an unknown kind.');
    }
    seals += 1;
    const name = Buffer.from(key).toString('latin1');
    const used = noncesByKey.get(name) ?? new Set();
    const number = nonceNumber(nonce);
    if (used.has(number)) repeats.push(`nonce ${number} again, after ${seals} seals`);
    used.add(number);
    noncesByKey.set(name, used);
  };
  crypto.createCipheriv = new Proxy(original, {
    apply: (target, self, args: Parameters<typeof original>) => {
      note(args[1], args[2]);
      return Reflect.apply(target, self, args);
    },
  });
  syncBuiltinESMExports();
  return {
    get seals() {
      return seals;
    },
    repeats,
    stop: () => {
      crypto.createCipheriv = original;
      syncBuiltinESMExports();
    },
  };
}

function nonceNumber(nonce: Uint8Array): bigint {
  const fields = new DataView(nonce.buffer, nonce.byteOffset, nonce.byteLength);
  return (fields.getBigUint64(0) << 32n) | BigInt(fields.getUint32(8));
}
