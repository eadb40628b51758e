import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createEd25519Verifier } from '#hub/services/ed25519.ts';
import { fromHex } from '#shared/protocol/bytes.ts';

/** RFC 8032 §7.1, TEST 2. */
const KEY = fromHex('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c');
const DATA = fromHex('72');
const SIGNATURE = fromHex(
  '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
);

describe('The hub verifies a signature', () => {
  const { verify } = createEd25519Verifier();

  it('as RFC 8032 says, and none over other bytes, by another key or of another form', async () => {
    const changed = Uint8Array.from(SIGNATURE, (byte, index) => (index === 0 ? byte ^ 1 : byte));
    const otherKey = Uint8Array.from(KEY, (byte, index) => (index === 0 ? byte ^ 1 : byte));
    expect(await verify(KEY, DATA, SIGNATURE)).toBe(true);
    expect(await verify(KEY, fromHex('73'), SIGNATURE)).toBe(false);
    expect(await verify(KEY, DATA, changed)).toBe(false);
    expect(await verify(KEY, DATA, SIGNATURE.subarray(0, 63))).toBe(false);
    expect(await verify(otherKey, DATA, SIGNATURE)).toBe(false);
    expect(await verify(KEY.subarray(0, 31), DATA, SIGNATURE)).toBe(false);
  });

  it('and answers others meanwhile, however many there are', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const key = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
    const signature = sign(null, DATA, privateKey);
    const order: string[] = [];
    const all = Promise.all(Array.from({ length: 500 }, () => verify(key, DATA, signature))).then((held) => {
      order.push('all verified');
      return held;
    });
    await new Promise((resolve) => setImmediate(resolve));
    order.push('another was answered');
    expect(new Set(await all)).toEqual(new Set([true]));
    expect(order).toEqual(['another was answered', 'all verified']);
  });
});
