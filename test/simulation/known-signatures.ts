import crypto, { type KeyObject } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

/** As many as one seed makes, and more. */
const KEPT = 5000;

interface Known {
  readonly publicKey: string;
  readonly data: Buffer;
}

type Heard = (error: null, holds: boolean) => void;

const bytesOf = (data: Uint8Array): Buffer => Buffer.from(data.buffer, data.byteOffset, data.byteLength);

/**
 * Ed25519 signatures that were made in this process are known to be right: the hub and half a dozen workstations verify each envelope,
 * and each time would take as long as all the rest of taking it in. What was not made here is verified as ever. Nothing else changes: a
 * signature over other bytes, or held against another key, is looked at by OpenSSL, and refused.
 */
export function rememberSignatures(): void {
  const { sign, verify, createPublicKey, createPrivateKey } = crypto;
  const known = new Map<string, Known>();
  const keys = new Map<string, KeyObject>();
  const names = new WeakMap<KeyObject, string>();
  const named = (key: KeyObject, { x = '' }: JsonWebKey): KeyObject => {
    names.set(key, x);
    return key;
  };
  const jwkOf = (input: unknown): JsonWebKey | null => {
    const { format, key } = (input ?? {}) as { format?: string; key?: JsonWebKey };
    return format === 'jwk' && key?.crv === 'Ed25519' ? key : null;
  };
  const own = {
    createPublicKey: (input: Parameters<typeof createPublicKey>[0]) => {
      const jwk = jwkOf(input);
      if (!jwk) return createPublicKey(input);
      const key = keys.get(jwk.x ?? '') ?? named(createPublicKey(input), jwk);
      keys.set(jwk.x ?? '', key);
      return key;
    },
    createPrivateKey: (input: Parameters<typeof createPrivateKey>[0]) => {
      const jwk = jwkOf(input);
      return jwk ? named(createPrivateKey(input), jwk) : createPrivateKey(input);
    },
    sign: (algorithm: null, data: Uint8Array, key: KeyObject) => {
      const signature = sign(algorithm, data, key);
      const publicKey = names.get(key);
      if (publicKey === undefined) return signature;
      if (known.size >= KEPT) known.clear();
      known.set(signature.toString('latin1'), { publicKey, data: Buffer.from(data) });
      return signature;
    },
    verify: (algorithm: null, data: Uint8Array, key: KeyObject, signature: Uint8Array, heard?: Heard) => {
      const made = known.get(bytesOf(signature).toString('latin1'));
      const isKnown = made !== undefined && made.publicKey === names.get(key) && made.data.equals(bytesOf(data));
      const holds = isKnown || verify(algorithm, data, key, signature);
      // Whoever asks for it in another thread hears before the event loop turns: a thread would keep a time of its own.
      if (heard) process.nextTick(heard, null, holds);
      return holds;
    },
  };
  Object.assign(crypto, own);
  syncBuiltinESMExports();
}
