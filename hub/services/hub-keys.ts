import { createPrivateKey, createPublicKey, hkdfSync, sign } from 'node:crypto';
import { fromBase64Url, toBase64Url } from '#shared/protocol/bytes.ts';
import type { HubKeys } from '#shared/protocol/directory.ts';
import { deriveEncryptionKeyPair, encryptionKeyId, keyId } from '#shared/protocol/hpke.ts';
import type { Signer } from '#shared/protocol/signature.ts';

/** The hub's keys for what travels in files: what is sealed to the hub, and what the hub says. */
export interface OwnKeys {
  /** As the directory names them. */
  readonly published: HubKeys;
  /** Raw X25519. */
  readonly privateKey: Uint8Array;
  readonly signer: Signer;
}

/** PKCS #8 of an Ed25519 key but for its 32 bytes (RFC 8410 §7). */
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * Derived from the authority's private key by HKDF-SHA256, so that there is one secret to keep, seal and restore; certificates are signed
 * with the authority's key alone.
 * @param authorityKey PKCS #8, DER
 */
export async function deriveHubKeys(authorityKey: Uint8Array): Promise<OwnKeys> {
  const derive = (purpose: string) => new Uint8Array(hkdfSync('sha256', authorityKey, '', purpose, 32));
  const encryption = await deriveEncryptionKeyPair(derive('ncb-hub-bundle-key-v1'));
  const key = createPrivateKey({
    key: Buffer.concat([ED25519_PKCS8, derive('ncb-hub-statement-key-v1')]),
    format: 'der',
    type: 'pkcs8',
  });
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  return {
    published: {
      keyId: keyId.parse(await encryptionKeyId(encryption.publicKey)),
      publicKey: toBase64Url(encryption.publicKey),
      signingKey: toBase64Url(fromBase64Url(x)),
    },
    privateKey: encryption.privateKey,
    signer: { sign: (data) => new Uint8Array(sign(null, data, key)) },
  };
}
