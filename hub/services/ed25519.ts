import { verify } from 'node:crypto';
import { toBase64Url } from '#shared/protocol/bytes.ts';
import type { Verifier } from '#shared/protocol/signature.ts';

/** Ed25519 (RFC 8032) by OpenSSL. */
export const ed25519Verifier: Verifier = {
  verify: (publicKey, data, signature) => {
    try {
      const key = { kty: 'OKP', crv: 'Ed25519', x: toBase64Url(publicKey) };
      return verify(null, data, { key, format: 'jwk' }, signature);
    } catch {
      return false;
    }
  },
};
