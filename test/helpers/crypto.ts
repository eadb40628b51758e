import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign, verify } from 'node:crypto';
import type { Random } from '#shared/lib/deps.ts';
import { toBase64Url } from '#shared/protocol/bytes.ts';
import type { Signer, Verifier } from '#shared/protocol/signature.ts';

export const systemRandom: Random = { bytes: (length) => Uint8Array.from(randomBytes(length)) };

/** Bytes that repeat exactly for a seed: SHA-256 in counter mode, which Electron has too. For tests only. */
export function seededRandom(seed: string): Random {
  let draws = 0;
  return {
    bytes: (length) => {
      const draw = draws++;
      const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, block) =>
        createHash('sha256').update(`${seed}:${draw}:${block}`).digest(),
      );
      return Uint8Array.from(Buffer.concat(blocks).subarray(0, length));
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
