import type { RandomDep } from '../../lib/deps.ts';
import { CONTENT_KEY_SIZE } from '../aes-gcm.ts';
import { type Bytes, concatBytes, fromBase64Url, toBase64Url, utf8 } from '../bytes.ts';
import { hpkeOpen, hpkeSeal } from '../hpke.ts';
import type { ByteSource } from './byte-source.ts';
import {
  BUNDLE_MAGIC,
  BUNDLE_VERSION,
  BundleError,
  ENC_SIZE,
  FIRST_BUNDLE_VERSION,
  FIXED_HEADER_SIZE,
  KEY_ID_SIZE,
  MAX_RECIPIENTS,
  RECIPIENT_SIZE,
} from './layout.ts';

/** A public key the bundle is sealed to. */
export interface BundleRecipient {
  readonly keyId: string;
  /** Raw X25519, base64url. */
  readonly publicKey: string;
}

/** A private key that may open a bundle. */
export interface BundleKey {
  readonly keyId: string;
  /** Raw X25519. */
  readonly privateKey: Uint8Array;
}

export interface OpenedHeader {
  readonly contentKey: Bytes;
  readonly version: number;
  /** As they stand in the file: every piece is bound to them. */
  readonly bytes: Bytes;
}

const keyInfo = (keyId: Uint8Array): Bytes => concatBytes(utf8('ncb-bundle-key-v1\n'), keyId);

const fixedHeader = (version: number, recipients: number): Bytes =>
  concatBytes(BUNDLE_MAGIC, Uint8Array.of(version >> 8, version & 0xff, recipients));

const versionOf = (fixed: Bytes): number => new DataView(fixed.buffer, fixed.byteOffset).getUint16(BUNDLE_MAGIC.length);

/** The clear beginning of a bundle: a fresh content key, sealed to each recipient by HPKE. Throws RangeError on none or too many. */
export async function sealHeader(
  deps: RandomDep,
  recipients: readonly BundleRecipient[],
  version: number,
): Promise<OpenedHeader> {
  if (recipients.length === 0 || recipients.length > MAX_RECIPIENTS) throw new RangeError('Recipients of a bundle');
  const contentKey = Uint8Array.from(deps.random.bytes(CONTENT_KEY_SIZE));
  const fixed = fixedHeader(version, recipients.length);
  const parts: Uint8Array[] = [fixed];
  for (const { keyId, publicKey } of recipients) {
    const id = fromBase64Url(keyId);
    const sealed = await hpkeSeal(deps, fromBase64Url(publicKey), keyInfo(id), fixed, contentKey);
    parts.push(id, sealed.enc, sealed.ciphertext);
  }
  return { contentKey, version, bytes: concatBytes(...parts) };
}

/** Reads the clear beginning and opens the content key with the first of `keys` it is sealed to. @throws BundleError */
export async function openHeader(source: ByteSource, keys: readonly BundleKey[]): Promise<OpenedHeader> {
  const fixed = await readFixed(source);
  const count = fixed[FIXED_HEADER_SIZE - 1] ?? 0;
  if (count === 0 || count > MAX_RECIPIENTS) throw new BundleError('damaged');
  const recipients = await source.take(count * RECIPIENT_SIZE);
  if (recipients.length < count * RECIPIENT_SIZE) throw new BundleError('incomplete');
  for (let at = 0; at < recipients.length; at += RECIPIENT_SIZE) {
    const entry = recipients.subarray(at, at + RECIPIENT_SIZE);
    const keyId = entry.subarray(0, KEY_ID_SIZE);
    const mine = keys.find((key) => key.keyId === toBase64Url(keyId));
    if (!mine) continue;
    const bytes = concatBytes(fixed, recipients);
    return { contentKey: await openKey(mine, fixed, entry), version: versionOf(fixed), bytes };
  }
  throw new BundleError('not-for-us');
}

/** A file shorter than the beginning is told from another kind of file by the bytes it has. */
async function readFixed(source: ByteSource): Promise<Bytes> {
  const fixed = await source.take(FIXED_HEADER_SIZE);
  const magic = fixed.subarray(0, BUNDLE_MAGIC.length);
  if (magic.length === 0 || magic.some((byte, at) => byte !== BUNDLE_MAGIC[at])) throw new BundleError('not-a-bundle');
  if (fixed.length < FIXED_HEADER_SIZE) throw new BundleError('incomplete');
  const version = versionOf(fixed);
  if (version > BUNDLE_VERSION) throw new BundleError('newer', version);
  if (version < FIRST_BUNDLE_VERSION) throw new BundleError('damaged');
  return fixed;
}

async function openKey(mine: BundleKey, fixed: Uint8Array, entry: Uint8Array): Promise<Bytes> {
  const sealed = {
    enc: Uint8Array.from(entry.subarray(KEY_ID_SIZE, KEY_ID_SIZE + ENC_SIZE)),
    ciphertext: Uint8Array.from(entry.subarray(KEY_ID_SIZE + ENC_SIZE)),
  };
  try {
    return await hpkeOpen(mine.privateKey, sealed, keyInfo(entry.subarray(0, KEY_ID_SIZE)), fixed);
  } catch {
    // Named by our key and not opened by it: these bytes do not belong together.
    throw new BundleError('damaged');
  }
}
