import {
  createCipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
} from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ed25519Signer, ed25519Verifier } from '#core/enrolment/ed25519.ts';
import { asKey, mac, seal, unseal } from '#core/store/sealing.ts';
import { argon2idKdf } from '#core/vault/kdf.ts';
import { gcmOpen, gcmSeal } from '#shared/protocol/aes-gcm.ts';
import { fromHex, sha256, toBase64Url, toHex, utf8 } from '#shared/protocol/bytes.ts';

const hex = (bytes: Uint8Array | ArrayBuffer) => Buffer.from(bytes as Uint8Array).toString('hex');

/** AES-256 test cases 13 to 16 of "The Galois/Counter Mode of Operation" (McGrew, Viega), Appendix B, as submitted to NIST for SP 800-38D. */
const gcmCases = [
  {
    name: '13',
    key: '00'.repeat(32),
    iv: '00'.repeat(12),
    aad: '',
    plain: '',
    cipher: '',
    tag: '530f8afbc74536b9a963b4f1c4cb738b',
  },
  {
    name: '14',
    key: '00'.repeat(32),
    iv: '00'.repeat(12),
    aad: '',
    plain: '00'.repeat(16),
    cipher: 'cea7403d4d606b6e074ec5d3baf39d18',
    tag: 'd0d1c8a799996bf0265b98b5d48ab919',
  },
  {
    name: '15',
    key: 'feffe9928665731c6d6a8f9467308308'.repeat(2),
    iv: 'cafebabefacedbaddecaf888',
    aad: '',
    plain:
      'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255',
    cipher:
      '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad',
    tag: 'b094dac5d93471bdec1a502270e3cc6c',
  },
  {
    name: '16',
    key: 'feffe9928665731c6d6a8f9467308308'.repeat(2),
    iv: 'cafebabefacedbaddecaf888',
    aad: 'feedfacedeadbeeffeedfacedeadbeefabaddad2',
    plain:
      'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
    cipher:
      '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662',
    tag: '76fc6ece0f4e1768cddf8853bb2d551b',
  },
] as const;

describe('AES-256-GCM (NIST SP 800-38D)', () => {
  it.each(gcmCases)('of envelopes gives the published answer of case $name', async (known) => {
    const input = { key: fromHex(known.key), nonce: fromHex(known.iv), aad: fromHex(known.aad) };
    const sealed = await gcmSeal(input, fromHex(known.plain));
    expect(toHex(sealed)).toBe(known.cipher + known.tag);
    expect(toHex(await gcmOpen(input, sealed))).toBe(known.plain);
    await expect(gcmOpen({ ...input, aad: utf8('another') }, sealed)).rejects.toThrow();
  });

  it('of the store gives the published answers whose nonce is zero, under the counter 0, and opens nothing else', () => {
    for (const known of gcmCases.slice(0, 2)) {
      const key = asKey(fromHex(known.key));
      const { body, tag } = seal(key, 0, fromHex(known.aad), fromHex(known.plain));
      expect([hex(body), hex(tag)]).toEqual([known.cipher, known.tag]);
      expect(hex(unseal(key, 0, fromHex(known.aad), body, tag) ?? utf8('not opened'))).toBe(known.plain);
      expect(unseal(key, 1, fromHex(known.aad), body, tag)).toBeUndefined();
    }
  });
});

describe('HKDF-SHA-256', () => {
  it.each([
    // RFC 5869, Appendix A.1
    {
      ikm: '0b'.repeat(22),
      salt: '000102030405060708090a0b0c',
      info: 'f0f1f2f3f4f5f6f7f8f9',
      okm: '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    },
    // RFC 5869, Appendix A.2
    {
      ikm: range(0x00, 80),
      salt: range(0x60, 80),
      info: range(0xb0, 80),
      okm: 'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87',
    },
    // RFC 5869, Appendix A.3
    {
      ikm: '0b'.repeat(22),
      salt: '',
      info: '',
      okm: '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    },
  ])('gives the output keying material $okm of RFC 5869', ({ ikm, salt, info, okm }) => {
    const derived = hkdfSync('sha256', fromHex(ikm), fromHex(salt), fromHex(info), okm.length / 2);
    expect(hex(new Uint8Array(derived))).toBe(okm);
  });
});

/** Hexadecimal of `length` bytes counting up from `first`. */
function range(first: number, length: number): string {
  return toHex(Uint8Array.from({ length }, (_, index) => first + index));
}

describe('HMAC-SHA-256', () => {
  it('gives the published answers of RFC 4231 §4.2 and §4.3', () => {
    const of = (key: Uint8Array, text: string) => createHmac('sha256', key).update(text).digest('hex');
    expect(of(fromHex('0b'.repeat(20)), 'Hi There')).toBe(
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    );
    expect(of(utf8('Jefe'), 'what do ya want for nothing?')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it('is what the store takes as its MAC', () => {
    const key = asKey(fromHex('0b'.repeat(32)));
    expect(hex(mac(key, utf8('Hi There')))).toBe(createHmac('sha256', key).update('Hi There').digest('hex'));
  });
});

describe('SHA-256', () => {
  it('gives the published answer for "abc" (FIPS 180-4, NIST example) in both its forms', async () => {
    const known = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(toHex(await sha256(utf8('abc')))).toBe(known);
    expect(createHash('sha256').update('abc').digest('hex')).toBe(known);
  });
});

describe('Ed25519', () => {
  it.each([
    // RFC 8032 §7.1, tests 1 to 3
    {
      secret: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      message: '',
      signature:
        'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    },
    {
      secret: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      message: '72',
      signature:
        '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    },
    {
      secret: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
      publicKey: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
      message: 'af82',
      signature:
        '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    },
  ])('signs "$message" as RFC 8032 §7.1 does, and holds for that message and key alone', async (known) => {
    const publicKey = fromHex(known.publicKey);
    const signer = ed25519Signer(toBase64Url(fromHex(known.secret)), toBase64Url(publicKey));
    const signature = await signer.sign(fromHex(known.message));
    expect(toHex(signature)).toBe(known.signature);
    expect(ed25519Verifier.verify(publicKey, fromHex(known.message), signature)).toBe(true);
    expect(ed25519Verifier.verify(publicKey, fromHex(`${known.message}00`), signature)).toBe(false);
    expect(ed25519Verifier.verify(new Uint8Array(32), fromHex(known.message), signature)).toBe(false);
    expect(ed25519Verifier.verify(new Uint8Array(7), fromHex(known.message), signature)).toBe(false);
  });
});

describe('X25519', () => {
  it('agrees on the shared secret of RFC 7748 §6.1 from either side', () => {
    const alice = {
      d: '77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a',
      x: '8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a',
    };
    const bob = {
      d: '5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb',
      x: 'de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f',
    };
    const secretOf = (own: typeof alice, other: typeof alice) => {
      const jwk = { kty: 'OKP', crv: 'X25519', x: toBase64Url(fromHex(own.x)), d: toBase64Url(fromHex(own.d)) };
      const peer = { kty: 'OKP', crv: 'X25519', x: toBase64Url(fromHex(other.x)) };
      return diffieHellman({
        privateKey: createPrivateKey({ key: jwk, format: 'jwk' }),
        publicKey: createPublicKey({ key: peer, format: 'jwk' }),
      }).toString('hex');
    };
    const known = '4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742';
    expect([secretOf(alice, bob), secretOf(bob, alice)]).toEqual([known, known]);
  });
});

describe('Argon2id', () => {
  // phc-winner-argon2, src/test.c, version 0x13, type Argon2id: the answers of the reference implementation of RFC 9106.
  it.each([
    ['password', 65_536, 1, 1, 'f6a5adc1ba723dddef9b5ac1d464e180fcd9dffc9d1cbf76cca2fed795d9ca98'],
    ['password', 65_536, 2, 1, '09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7'],
    ['password', 256, 2, 1, '9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe'],
    ['password', 256, 2, 2, '6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037'],
    ['differentpassword', 65_536, 2, 1, '0b84d652cf6b0c4beaef0dfe278ba6a80df6696281d7e0d2891b817d8c458fde'],
  ] as const)(
    'of "%s" with %d KiB, %d passes and %d lanes gives the answer of the reference implementation',
    async (password, memoryKiB, iterations, parallelism, known) => {
      const parameters = { algorithm: 'argon2id', memoryKiB, iterations, parallelism } as const;
      expect(toHex(await argon2idKdf.derive(password, utf8('somesalt'), parameters))).toBe(known);
    },
  );
});

describe('ChaCha20-Poly1305', () => {
  it('is a cipher of Node and none of Electron’s, so nothing here may ask for it', () => {
    const isInElectron = 'electron' in process.versions;
    const open = () =>
      createCipheriv('chacha20-poly1305', new Uint8Array(32), new Uint8Array(12), { authTagLength: 16 });
    if (isInElectron) expect(open).toThrow();
    else expect(open).not.toThrow();
  });
});
