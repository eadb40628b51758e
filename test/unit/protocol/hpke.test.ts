import { createCipheriv, createHmac, createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromHex, toBase64Url, toHex, utf8 } from '#shared/protocol/bytes.ts';
import {
  deriveEncryptionKeyPair,
  encryptionKeyId,
  hpkeOpen,
  hpkeSeal,
  type PreSharedKey,
} from '#shared/protocol/hpke.ts';

// RFC 9180, Appendix A.1.1: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, base mode, sequence number 0.
const a11 = {
  info: fromHex('4f6465206f6e2061204772656369616e2055726e'),
  enc: fromHex('37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431'),
  pkRm: fromHex('3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d'),
  skRm: fromHex('4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8'),
  aad: fromHex('436f756e742d30'),
  pt: fromHex('4265617574792069732074727574682c20747275746820626561757479'),
  ct: 'f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a',
};

// RFC 9180, Appendix A.1.2: the same in PSK mode.
const a12 = {
  psk: {
    id: fromHex('456e6e796e20447572696e206172616e204d6f726961'),
    key: fromHex('0247fd33b913760fa1fa51e1892d9f307fbe65eb171e8132c2af18555a738b82'),
  },
  enc: fromHex('0ad0950d9fb9588e59690b74f1237ecdf1d775cd60be2eca57af5a4b0471c91b'),
  pkR: fromHex('9fed7e8c17387560e92cc6462a68049657246a09bfa8ade7aefe589672016366'),
  skR: fromHex('c5eb01eb457fe6c6f57577c5413b931550a162c71a03ac8d196babbd4e5ce0fd'),
  ct: 'e52c6fed7f758d0cf7145689f21bc1be6ec9ea097fef4e959440012f4feb73fb611b946199e681f4cfc34db8ea',
};

// The working group's test vectors of RFC 9180 (github.com/cfrg/draft-irtf-cfrg-hpke), kem 0x0020, kdf 0x0001, aead 0x0002.
const aes256 = {
  info: fromHex('4f6465206f6e2061204772656369616e2055726e'),
  ikmE: fromHex('2cd7c601cefb3d42a62b04b7a9041494c06c7843818e0ce28a8f704ae7ab20f9'),
  ikmR: fromHex('dac33b0e9db1b59dbbea58d59a14e7b5896e9bdf98fad6891e99d1686492b9ee'),
  skRm: '497b4502664cfea5d5af0b39934dac72242a74f8480451e1aee7d6a53320333d',
  pkRm: '430f4b9859665145a6b1ba274024487bd66f03a2dd577d7753c68d7d7d00c00c',
  enc: '6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256',
};

/** RFC 9180 written a second time from Node's primitives, to hold the library against. */
function referenceSeal(
  input: { enc: Uint8Array; pkR: Uint8Array; skR: Uint8Array; info: Uint8Array; aad: Uint8Array; pt: Uint8Array },
  aead: { id: number; keySize: 16 | 32 },
  psk?: PreSharedKey,
): string {
  const kem = Buffer.concat([utf8('KEM'), Buffer.from([0, 0x20])]);
  const hpke = Buffer.concat([utf8('HPKE'), Buffer.from([0, 0x20, 0, 1, 0, aead.id])]);
  const extract = (suite: Uint8Array, salt: Uint8Array, label: string, ikm: Uint8Array) =>
    createHmac('sha256', salt)
      .update(Buffer.concat([utf8('HPKE-v1'), suite, utf8(label), ikm]))
      .digest();
  const expand = (suite: Uint8Array, prk: Uint8Array, label: string, info: Uint8Array, length: number) =>
    createHmac('sha256', prk)
      .update(Buffer.concat([Buffer.from([0, length]), utf8('HPKE-v1'), suite, utf8(label), info, Buffer.from([1])]))
      .digest()
      .subarray(0, length);
  const empty = new Uint8Array();
  const jwk = { kty: 'OKP', crv: 'X25519', x: toBase64Url(input.pkR), d: toBase64Url(input.skR) };
  const dh = diffieHellman({
    privateKey: createPrivateKey({ key: jwk, format: 'jwk' }),
    publicKey: createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: toBase64Url(input.enc) }, format: 'jwk' }),
  });
  const kemContext = Buffer.concat([input.enc, input.pkR]);
  const shared = expand(kem, extract(kem, empty, 'eae_prk', dh), 'shared_secret', kemContext, 32);
  const pskId = extract(hpke, empty, 'psk_id_hash', psk?.id ?? empty);
  const context = Buffer.concat([Buffer.from([psk ? 1 : 0]), pskId, extract(hpke, empty, 'info_hash', input.info)]);
  const secret = extract(hpke, shared, 'secret', psk?.key ?? empty);
  const key = expand(hpke, secret, 'key', context, aead.keySize);
  const nonce = expand(hpke, secret, 'base_nonce', context, 12);
  const cipher = createCipheriv(aead.keySize === 16 ? 'aes-128-gcm' : 'aes-256-gcm', key, nonce).setAAD(input.aad);
  return Buffer.concat([cipher.update(input.pt), cipher.final(), cipher.getAuthTag()]).toString('hex');
}

const fixed = (bytes: Uint8Array) => ({ random: { bytes: () => bytes } });

describe('HPKE (RFC 9180)', () => {
  it('derives the key pairs and the encapsulated key of the published vectors', async () => {
    const recipient = await deriveEncryptionKeyPair(aes256.ikmR);
    expect(toHex(recipient.privateKey)).toBe(aes256.skRm);
    expect(toHex(recipient.publicKey)).toBe(aes256.pkRm);
    const sealed = await hpkeSeal(fixed(aes256.ikmE), recipient.publicKey, aes256.info, a11.aad, a11.pt);
    expect(toHex(sealed.enc)).toBe(aes256.enc);
  });

  it('has a second implementation in this test that reproduces Appendix A.1.1', () => {
    const input = { enc: a11.enc, pkR: a11.pkRm, skR: a11.skRm, info: a11.info, aad: a11.aad, pt: a11.pt };
    expect(referenceSeal(input, { id: 1, keySize: 16 })).toBe(a11.ct);
  });

  it('gives the ciphertext the second implementation gives for AES-256-GCM', async () => {
    const keys = await deriveEncryptionKeyPair(aes256.ikmR);
    const sealed = await hpkeSeal(fixed(aes256.ikmE), keys.publicKey, aes256.info, a11.aad, a11.pt);
    const input = { enc: sealed.enc, pkR: keys.publicKey, skR: keys.privateKey, info: aes256.info };
    const expected = referenceSeal({ ...input, aad: a11.aad, pt: a11.pt }, { id: 2, keySize: 32 });
    expect(toHex(sealed.ciphertext)).toBe(expected);
    expect(await hpkeOpen(keys.privateKey, sealed, aes256.info, a11.aad)).toEqual(a11.pt);
  });

  it('takes a pre-shared key as Appendix A.1.2 does, and does not open without it or with another', async () => {
    const reference = { ...a12, info: a11.info, aad: a11.aad, pt: a11.pt };
    expect(referenceSeal(reference, { id: 1, keySize: 16 }, a12.psk)).toBe(a12.ct);
    const keys = await deriveEncryptionKeyPair(aes256.ikmR);
    const sealed = await hpkeSeal(fixed(aes256.ikmE), keys.publicKey, aes256.info, a11.aad, a11.pt, a12.psk);
    const input = { enc: sealed.enc, pkR: keys.publicKey, skR: keys.privateKey, info: aes256.info };
    const expected = referenceSeal({ ...input, aad: a11.aad, pt: a11.pt }, { id: 2, keySize: 32 }, a12.psk);
    expect(toHex(sealed.ciphertext)).toBe(expected);
    const open = (psk?: PreSharedKey) => hpkeOpen(keys.privateKey, sealed, aes256.info, a11.aad, psk);
    expect(await open(a12.psk)).toEqual(a11.pt);
    for (const wrong of [undefined, { ...a12.psk, id: a11.aad }, { ...a12.psk, key: aes256.ikmE }]) {
      await expect(open(wrong)).rejects.toThrow();
    }
  });

  it('does not open with another key, info or associated data', async () => {
    const [mine, other] = await Promise.all([
      deriveEncryptionKeyPair(aes256.ikmR),
      deriveEncryptionKeyPair(aes256.ikmE),
    ]);
    const sealed = await hpkeSeal(fixed(aes256.ikmE), mine.publicKey, a11.info, a11.aad, a11.pt);
    await expect(hpkeOpen(other.privateKey, sealed, a11.info, a11.aad)).rejects.toThrow();
    await expect(hpkeOpen(mine.privateKey, sealed, a11.aad, a11.aad)).rejects.toThrow();
    await expect(hpkeOpen(mine.privateKey, sealed, a11.info, a11.info)).rejects.toThrow();
  });

  it('names a public key by itself', async () => {
    expect(await encryptionKeyId(fromHex(aes256.pkRm))).toMatch(/^[\w-]{22}$/);
  });
});
