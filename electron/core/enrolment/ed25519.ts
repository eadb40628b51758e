import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { toBase64Url } from '#shared/protocol/bytes.ts';
import type { Signer, Verifier } from '#shared/protocol/signature.ts';

/** Signs with a raw Ed25519 private key (base64url), as node:crypto takes it: a JWK (RFC 8037). */
export function ed25519Signer(privateKey: string, publicKey: string): Signer {
  const key = createPrivateKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', d: privateKey, x: publicKey } });
  return { sign: (data) => new Uint8Array(sign(null, data, key)) };
}

export const ed25519Verifier: Verifier = {
  verify: (publicKey, data, signature) => {
    try {
      const key = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: toBase64Url(publicKey) } });
      return verify(null, data, key, signature);
    } catch {
      // A key that is no key signs nothing.
      return false;
    }
  },
};
