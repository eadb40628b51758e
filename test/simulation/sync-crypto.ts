import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';

/**
 * The primitives of WebCrypto that the protocol uses, at once instead of in a thread pool: which of two answers comes first would
 * otherwise be chance, and each would cost a turn of the event loop. All but one by the same OpenSSL; the rest goes to WebCrypto as it is.
 */
interface SyncKey {
  readonly syncKey: 'AES-GCM' | 'HMAC' | 'HKDF' | 'X25519';
  readonly type: 'secret' | 'public' | 'private';
  readonly bytes: Buffer;
  /** Of a private key. */
  readonly publicBytes?: Buffer;
}

type Algorithm = string | { readonly name: string };
type Gcm = { readonly iv: Uint8Array; readonly additionalData?: Uint8Array | ArrayBuffer };

const TAG = 16;
const KEY = 32;
const HASH = 32;

const nameOf = (algorithm: Algorithm): string => (typeof algorithm === 'string' ? algorithm : algorithm.name);
const isSyncKey = (key: unknown): key is SyncKey => typeof key === 'object' && key !== null && 'syncKey' in key;
const bufferOf = (data: BufferSource): Buffer =>
  ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data);
const arrayBuffer = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

/**
 * In the place of X25519, which would take a third of the whole time: both sides agree exactly when their keys belong together, and a
 * public key follows from its private one. It hides nothing; test/unit/protocol and test/unit/crypto hold the real one to its vectors.
 */
function importX25519(format: string, data: BufferSource | JsonWebKey): SyncKey {
  if (format === 'raw') return publicKey(Buffer.from(bufferOf(data as BufferSource)));
  if (format === 'jwk') {
    const { d, x } = data as JsonWebKey;
    return d === undefined ? publicKey(Buffer.from(x ?? '', 'base64url')) : privateKey(Buffer.from(d, 'base64url'));
  }
  return privateKey(Buffer.from(bufferOf(data as BufferSource).subarray(-KEY)));
}

function publicKey(bytes: Buffer): SyncKey {
  if (bytes.length !== KEY) throw new DOMException('Not a key', 'DataError');
  return { syncKey: 'X25519', type: 'public', bytes };
}

const privateKey = (bytes: Buffer): SyncKey => ({
  syncKey: 'X25519',
  type: 'private',
  bytes,
  publicBytes: createHash('sha256').update('public half').update(bytes).digest(),
});

function agree(mine: SyncKey, theirs: SyncKey): ArrayBuffer {
  if (!mine.publicBytes) throw new DOMException('Not a private key', 'InvalidAccessError');
  const halves = [mine.publicBytes, theirs.bytes].sort(Buffer.compare);
  return arrayBuffer(createHash('sha256').update('agreed').update(Buffer.concat(halves)).digest());
}

function seal({ iv, additionalData }: Gcm, { bytes }: SyncKey, data: BufferSource): ArrayBuffer {
  const cipher = createCipheriv('aes-256-gcm', bytes, iv);
  if (additionalData) cipher.setAAD(bufferOf(additionalData as BufferSource));
  return arrayBuffer(Buffer.concat([cipher.update(bufferOf(data)), cipher.final(), cipher.getAuthTag()]));
}

function open({ iv, additionalData }: Gcm, { bytes }: SyncKey, data: BufferSource): ArrayBuffer {
  const sealed = bufferOf(data);
  const decipher = createDecipheriv('aes-256-gcm', bytes, iv);
  if (additionalData) decipher.setAAD(bufferOf(additionalData as BufferSource));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  return arrayBuffer(Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG)), decipher.final()]));
}

function exportKey(format: string, { bytes, publicBytes }: SyncKey): ArrayBuffer | JsonWebKey {
  if (format === 'raw') return arrayBuffer(bytes);
  const x = (publicBytes ?? bytes).toString('base64url');
  return { kty: 'OKP', crv: 'X25519', x, ...(publicBytes && { d: bytes.toString('base64url') }) };
}

function deriveBits(algorithm: Algorithm, key: SyncKey, bits: number): ArrayBuffer {
  if (key.syncKey === 'X25519') return agree(key, (algorithm as unknown as { public: SyncKey }).public);
  const { salt, info } = algorithm as unknown as { salt: ArrayBuffer; info: ArrayBuffer };
  return hkdf(key.bytes, Buffer.from(salt), Buffer.from(info), bits / 8);
}

/** RFC 5869, in half of the time that a job of OpenSSL's takes. */
function hkdf(secret: Buffer, salt: Buffer, info: Buffer, length: number): ArrayBuffer {
  const key = createHmac('sha256', salt).update(secret).digest();
  const blocks: Buffer[] = [];
  for (let number = 1; blocks.length * HASH < length; number += 1) {
    const block = createHmac('sha256', key).update(blocks.at(-1) ?? '');
    blocks.push(block.update(info).update(Uint8Array.of(number)).digest());
  }
  return arrayBuffer(Buffer.concat(blocks).subarray(0, length));
}

/** A promise that is kept already, or broken by what the work throws: as WebCrypto answers. */
const atOnce = <T>(work: () => T): Promise<T> =>
  new Promise((resolve) => {
    resolve(work());
  });

const KINDS = new Set(['AES-GCM', 'HMAC', 'HKDF', 'X25519']);

/** Puts these primitives in the place of WebCrypto's in this process. */
export function installSyncCrypto(): void {
  const native = globalThis.crypto.subtle;
  const own = {
    digest: (algorithm: Algorithm, data: BufferSource) =>
      nameOf(algorithm) === 'SHA-256'
        ? atOnce(() => arrayBuffer(createHash('sha256').update(bufferOf(data)).digest()))
        : native.digest(algorithm, data),
    importKey: (format: string, data: BufferSource, algorithm: Algorithm, ...rest: unknown[]) => {
      const kind = nameOf(algorithm);
      if (!KINDS.has(kind)) return Reflect.apply(native.importKey, native, [format, data, algorithm, ...rest]);
      if (kind === 'X25519') return atOnce(() => importX25519(format, data));
      return atOnce(() => ({ syncKey: kind, type: 'secret', bytes: Buffer.from(bufferOf(data)) }));
    },
    exportKey: (format: 'raw', key: CryptoKey) =>
      isSyncKey(key) ? atOnce(() => exportKey(format, key)) : native.exportKey(format, key),
    deriveBits: (algorithm: Algorithm, key: CryptoKey, bits: number) =>
      isSyncKey(key)
        ? atOnce(() => deriveBits(algorithm, key, bits))
        : native.deriveBits(algorithm as never, key, bits),
    sign: (algorithm: Algorithm, key: CryptoKey, data: BufferSource) =>
      isSyncKey(key)
        ? atOnce(() => arrayBuffer(createHmac('sha256', key.bytes).update(bufferOf(data)).digest()))
        : native.sign(algorithm, key, data),
    encrypt: (algorithm: Gcm & { name: string }, key: CryptoKey, data: BufferSource) =>
      isSyncKey(key) ? atOnce(() => seal(algorithm, key, data)) : native.encrypt(algorithm as never, key, data),
    decrypt: (algorithm: Gcm & { name: string }, key: CryptoKey, data: BufferSource) =>
      isSyncKey(key) ? atOnce(() => open(algorithm, key, data)) : native.decrypt(algorithm as never, key, data),
  };
  const subtle = new Proxy(native, {
    get: (target, name) => {
      const member: unknown = Reflect.get(own, name) ?? Reflect.get(target, name);
      return typeof member === 'function' && !(name in own) ? member.bind(target) : member;
    },
  });
  Object.defineProperty(globalThis.crypto, 'subtle', { value: subtle, configurable: true });
}
