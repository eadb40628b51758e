import { createDecipheriv, createHmac, createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto';
import { bytesOf } from './sealing.ts';

/** RFC 9180, mode_psk, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM: only what opens one message. */

const KEM = bytesOf('KEM\u0000\u0020');
const SUITE = Buffer.concat([bytesOf('HPKE'), Buffer.from([0, 0x20, 0, 1, 0, 2])]);
const MODE_PSK = 1;
const EMPTY = Buffer.alloc(0);
const TAG_BYTES = 16;

/** What stands before the raw key in the two ASN.1 forms of X25519 (RFC 8410). */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b656e032100', 'hex');

export interface HpkeMessage {
  readonly privateKey: Buffer;
  readonly publicKey: Buffer;
  readonly enc: Buffer;
  readonly sealed: Buffer;
  readonly info: Buffer;
  readonly aad: Buffer;
  readonly psk: Buffer;
  readonly pskId: Buffer;
}

/** @throws Error if a single bit is another */
export function openHpke({ privateKey, publicKey, enc, sealed, info, aad, psk, pskId }: HpkeMessage): Buffer {
  const shared = diffieHellman({
    privateKey: createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, privateKey]), format: 'der', type: 'pkcs8' }),
    publicKey: createPublicKey({ key: Buffer.concat([PUBLIC_PREFIX, enc]), format: 'der', type: 'spki' }),
  });
  const prk = extract(KEM, EMPTY, 'eae_prk', shared);
  const sharedSecret = expand(KEM, prk, 'shared_secret', Buffer.concat([enc, publicKey]), 32);
  const hashes = [extract(SUITE, EMPTY, 'psk_id_hash', pskId), extract(SUITE, EMPTY, 'info_hash', info)];
  const context = Buffer.concat([Buffer.from([MODE_PSK]), ...hashes]);
  const secret = extract(SUITE, sharedSecret, 'secret', psk);
  const decipher = createDecipheriv(
    'aes-256-gcm',
    expand(SUITE, secret, 'key', context, 32),
    expand(SUITE, secret, 'base_nonce', context, 12),
    { authTagLength: TAG_BYTES },
  );
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
}

/** RFC 9180 §4, LabeledExtract. */
function extract(suite: Buffer, salt: Buffer, label: string, material: Buffer): Buffer {
  const labeled = Buffer.concat([bytesOf('HPKE-v1'), suite, bytesOf(label), material]);
  return createHmac('sha256', salt).update(labeled).digest();
}

/** RFC 9180 §4, LabeledExpand; one block of the hash is as much as is needed here. */
function expand(suite: Buffer, key: Buffer, label: string, info: Buffer, length: number): Buffer {
  const labeled = Buffer.concat([Buffer.from([0, length]), bytesOf('HPKE-v1'), suite, bytesOf(label), info]);
  return createHmac('sha256', key)
    .update(labeled)
    .update(Buffer.from([1]))
    .digest()
    .subarray(0, length);
}
