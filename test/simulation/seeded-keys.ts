import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { p256 } from '@noble/curves/nist.js';
import { Dice } from './dice.ts';

/** PKCS #8 of an Ed25519 key up to its 32 bytes (RFC 8410 §7). */
const ED25519_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

const KEY = 32;

type Usages = readonly ('sign' | 'verify')[];

const isEcdsa = (algorithm: unknown): boolean =>
  typeof algorithm === 'object' && (algorithm as Algorithm | null)?.name === 'ECDSA';

/**
 * Keys, numbers of certificates and their signatures come from the dice instead of from OpenSSL's chance. Nothing tells of them, but they
 * are not equally long: ECDSA in DER takes a byte more or less, so does a certificate, so does an answer that holds one, and what the
 * workstation has learnt of its line is then another, by a millisecond.
 */
export function seedKeys(seed: number): void {
  const dice = new Dice(seed);
  const { subtle } = globalThis.crypto;
  const own = ecdsaOf(dice, subtle);
  const get = (target: SubtleCrypto, name: string) => Reflect.get(own, name) ?? Reflect.get(target, name);
  const getRandomValues = (array: Uint8Array) => {
    array.set(dice.bytes(array.length));
    return array;
  };
  Object.defineProperty(globalThis.crypto, 'subtle', { value: new Proxy(subtle, { get }), configurable: true });
  Object.defineProperty(globalThis.crypto, 'getRandomValues', { value: getRandomValues, configurable: true });
  Object.assign(crypto, { generateKeyPairSync: () => newEd25519(dice) });
  syncBuiltinESMExports();
}

/** ECDSA P-256 as WebCrypto has it, but for chance: keys from the dice, signatures that follow from key and message (RFC 6979). */
function ecdsaOf(dice: Dice, subtle: SubtleCrypto) {
  const importNative = subtle.importKey.bind(subtle) as (...given: unknown[]) => Promise<CryptoKey>;
  const signNative = subtle.sign.bind(subtle);
  const secrets = new WeakMap<CryptoKey, Uint8Array>();
  return {
    generateKey: async (algorithm: Algorithm, extractable: boolean, usages: Usages) => {
      if (!isEcdsa(algorithm)) throw new TypeError('Nobody has thought of new keys of this kind.');
      const { secretKey } = p256.keygen(dice.bytes(48));
      const jwk = jwkOf(secretKey);
      const of = (usage: Usages[number]) => usages.filter((one) => one === usage);
      const privateKey = await importNative('jwk', jwk, algorithm, extractable, of('sign'));
      const publicKey = await importNative('jwk', { ...jwk, d: undefined }, algorithm, true, of('verify'));
      secrets.set(privateKey, secretKey);
      return { privateKey, publicKey };
    },
    importKey: async (format: string, data: unknown, algorithm: unknown, ...rest: unknown[]) => {
      const key = await importNative(format, data, algorithm, ...rest);
      if (isEcdsa(algorithm) && key.type === 'private') {
        const { d = '' } = await subtle.exportKey('jwk', await importNative(format, data, algorithm, true, ['sign']));
        secrets.set(key, Buffer.from(d, 'base64url'));
      }
      return key;
    },
    sign: async (algorithm: AlgorithmIdentifier, key: CryptoKey, data: BufferSource) => {
      const secretKey = secrets.get(key);
      if (!secretKey) return signNative(algorithm, key, data);
      return p256.sign(bytesOf(data), secretKey, { lowS: false }).slice().buffer;
    },
  };
}

const bytesOf = (data: BufferSource): Uint8Array =>
  ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);

function jwkOf(secretKey: Uint8Array): JsonWebKey {
  const point = p256.getPublicKey(secretKey, false);
  const word = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
  return {
    kty: 'EC',
    crv: 'P-256',
    d: word(secretKey),
    x: word(point.subarray(1, 1 + KEY)),
    y: word(point.subarray(1 + KEY)),
  };
}

function newEd25519(dice: Dice) {
  const der = Buffer.concat([ED25519_HEAD, dice.bytes(KEY)]);
  const privateKey = crypto.createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return { privateKey, publicKey: crypto.createPublicKey(privateKey) };
}
