import { NONCE_SIZE } from '../aes-gcm.ts';
import { type Bytes, sha256 } from '../bytes.ts';
import type { ByteSource } from './byte-source.ts';
import type { OpenedHeader } from './header.ts';
import { BundleError, PIECE_SIZE, SEALED_PIECE_SIZE } from './layout.ts';

/** AES-256-GCM, piece by piece, under a content key that seals this one file: the number of a piece is a safe nonce. */
class PieceCipher {
  private constructor(
    private readonly key: CryptoKey,
    private readonly headerDigest: Bytes,
  ) {}

  static async of({ contentKey, bytes }: OpenedHeader): Promise<PieceCipher> {
    const key = await crypto.subtle.importKey('raw', contentKey, 'AES-GCM', false, ['encrypt', 'decrypt']);
    return new PieceCipher(key, await sha256(bytes));
  }

  async seal(index: number, last: boolean, piece: Bytes): Promise<Bytes> {
    return new Uint8Array(await crypto.subtle.encrypt(this.parameters(index, last), this.key, piece));
  }

  /** Null where it is not this piece of this file in this place. */
  async open(index: number, last: boolean, sealed: Bytes): Promise<Bytes | null> {
    try {
      return new Uint8Array(await crypto.subtle.decrypt(this.parameters(index, last), this.key, sealed));
    } catch {
      return null;
    }
  }

  /** Whether a piece is the last stands in its nonce (STREAM, Hoang, Reyhanitabar, Rogaway, Vizár 2015). */
  private parameters(index: number, last: boolean): AesGcmParams {
    const iv = new Uint8Array(NONCE_SIZE);
    iv[0] = last ? 1 : 0;
    new DataView(iv.buffer).setUint32(NONCE_SIZE - 4, index);
    return { name: 'AES-GCM', iv, additionalData: this.headerDigest };
  }
}

/** The sealed pieces of a stream of bytes, all of one size. */
export async function* sealPieces(header: OpenedHeader, source: ByteSource): AsyncGenerator<Bytes> {
  const cipher = await PieceCipher.of(header);
  for (let index = 0; ; index += 1) {
    const bytes = await source.take(PIECE_SIZE);
    const piece = new Uint8Array(PIECE_SIZE);
    piece.set(bytes);
    const last = await source.isAtEnd();
    yield await cipher.seal(index, last, piece);
    if (last) return;
  }
}

/** The bytes that were sealed, the zeros of the last piece included. @throws BundleError at a cut or a changed byte */
export async function* openPieces(header: OpenedHeader, source: ByteSource): AsyncGenerator<Bytes> {
  const cipher = await PieceCipher.of(header);
  for (let index = 0; ; index += 1) {
    const sealed = await source.take(SEALED_PIECE_SIZE);
    if (sealed.length < SEALED_PIECE_SIZE) throw new BundleError('incomplete');
    const last = await source.isAtEnd();
    const piece = await cipher.open(index, last, sealed);
    if (!piece) throw new BundleError(await whyNot(cipher, index, last, sealed));
    yield piece;
    if (last) return;
  }
}

/** The end of the file in the middle of the bundle is a copy that was cut between two pieces. */
async function whyNot(cipher: PieceCipher, index: number, last: boolean, sealed: Bytes) {
  return last && (await cipher.open(index, false, sealed)) ? 'incomplete' : 'damaged';
}
