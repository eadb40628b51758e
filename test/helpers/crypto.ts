import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign, verify } from 'node:crypto';
import type { Random } from '#shared/lib/deps.ts';
import { toBase64Url } from '#shared/protocol/bytes.ts';
import type { Signer, Verifier } from '#shared/protocol/signature.ts';

export const systemRandom: Random = { bytes: (length) => Uint8Array.from(randomBytes(length)) };

/** Bytes that repeat exactly for a seed: SHAKE-128 in counter mode. For tests only. */
export function seededRandom(seed: string): Random {
  let draws = 0;
  return {
    bytes: (length) => {
      const hash = createHash('shake128', { outputLength: Math.max(1, length) });
      return Uint8Array.from(hash.update(`${seed}:${draws++}`).digest()).slice(0, length);
    },
  };
}

export interface SigningKey extends Signer {
  /** Raw Ed25519, base64url. */
  readonly publicKey: string;
}

function signerOf(privateKey: KeyObject, publicKey: string): SigningKey {
  return { publicKey, sign: (data) => Uint8Array.from(sign(null, data, privateKey)) };
}

/** A new Ed25519 key of an invented workstation. */
export function newSigningKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return signerOf(privateKey, publicKey.export({ format: 'jwk' }).x as string);
}

export const nodeVerifier: Verifier = {
  verify: (publicKey, data, signature) =>
    verify(null, data, { key: { kty: 'OKP', crv: 'Ed25519', x: toBase64Url(publicKey) }, format: 'jwk' }, signature),
};
