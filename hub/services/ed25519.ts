import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { Verifier } from '#shared/protocol/signature.ts';

/** Keys kept ready; beyond, the oldest is made anew when it is needed. */
const KEYS = 20_000;

/**
 * Ed25519 (RFC 8032) by OpenSSL, in Node's pool of threads: it is the most of what an envelope costs, and while it is done the hub goes on
 * with what else there is, on as many processors as there are. Keeps the keys it has met ready: reading one costs as much as half a
 * verification.
 */
export function createEd25519Verifier(): Verifier {
  const keys = new Map<string, KeyObject>();
  const keyOf = (x: string): KeyObject => {
    const known = keys.get(x);
    if (known) return known;
    const made = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    const [oldest] = keys.keys();
    if (keys.size >= KEYS && oldest !== undefined) keys.delete(oldest);
    keys.set(x, made);
    return made;
  };
  return {
    verify: (publicKey, data, signature) =>
      new Promise((resolve) => {
        try {
          const key = keyOf(Buffer.from(publicKey).toString('base64url'));
          verify(null, data, key, signature, (error, holds) => resolve(!error && holds));
        } catch {
          // A key that is no key signs nothing.
          resolve(false);
        }
      }),
  };
}
