import { gcmOpen, gcmSeal, NONCE_SIZE, TAG_SIZE } from './aes-gcm.ts';
import { type Bytes, concatBytes, sha256, toHex } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';

/** Attachments are cut into chunks of 1 MiB before sealing; only the last may be shorter. */
export const CHUNK_SIZE = 1024 * 1024;
export const MAX_SEALED_CHUNK_SIZE = CHUNK_SIZE + TAG_SIZE;
/** 8 GiB. */
export const MAX_CHUNKS = 8192;

/** Where a chunk stands; sealed with its place, it opens nowhere else. */
export interface ChunkPlace {
  readonly blobId: string;
  /** From 0. */
  readonly index: number;
  readonly last: boolean;
}

/** How many chunks a file of this many bytes has; an empty file has one empty chunk. */
export function chunkCount(size: number): number {
  return Math.max(1, Math.ceil(size / CHUNK_SIZE));
}

/** Bytes of all sealed chunks of a file of this many bytes. */
export function sealedFileSize(size: number): number {
  return size + chunkCount(size) * TAG_SIZE;
}

function gcmInput(contentKey: Uint8Array, { blobId, index, last }: ChunkPlace) {
  // A counter is a safe nonce because each file has a fresh content key.
  const nonce = new Uint8Array(NONCE_SIZE);
  new DataView(nonce.buffer).setUint32(NONCE_SIZE - 4, index);
  return { key: contentKey, nonce, aad: canonicalJson({ what: 'ncb-file-chunk', blobId, index, last }) };
}

/** Seals one chunk (at most 1 MiB) under the file's own content key (32 random bytes, used for this file only). */
export async function sealChunk(contentKey: Uint8Array, place: ChunkPlace, plaintext: Uint8Array): Promise<Bytes> {
  if (plaintext.length > CHUNK_SIZE) throw new RangeError('Chunk larger than 1 MiB');
  return gcmSeal(gcmInput(contentKey, place), plaintext);
}

/** Opens one chunk. Throws when it is not the chunk of this file at this place. */
export async function openChunk(contentKey: Uint8Array, place: ChunkPlace, sealed: Uint8Array): Promise<Bytes> {
  return gcmOpen(gcmInput(contentKey, place), sealed);
}

/** The digest of a sealed file, from the SHA-256 digests (32 bytes each) of its sealed chunks in order. */
export async function sealedFileDigest(chunkDigests: readonly Uint8Array[]): Promise<string> {
  return toHex(await sha256(concatBytes(...chunkDigests)));
}
