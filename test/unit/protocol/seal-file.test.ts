import { describe, expect, it } from 'vitest';
import { sha256 } from '#shared/protocol/bytes.ts';
import {
  CHUNK_SIZE,
  type ChunkPlace,
  chunkCount,
  openChunk,
  sealChunk,
  sealedFileDigest,
  sealedFileSize,
} from '#shared/protocol/seal-file.ts';
import { seededRandom } from '#test/helpers/crypto.ts';

const random = seededRandom('file');
const key = random.bytes(32);
const blobId = '01930000-0000-7000-8000-000000000001';

describe('a sealed file', () => {
  it('has one chunk for each started MiB, and one when it is empty', () => {
    expect([0, 1, CHUNK_SIZE, CHUNK_SIZE + 1].map(chunkCount)).toEqual([1, 1, 1, 2]);
    expect(sealedFileSize(CHUNK_SIZE + 1)).toBe(CHUNK_SIZE + 1 + 2 * 16);
  });

  it('opens chunk by chunk, and no chunk in another place, file or end', async () => {
    const place: ChunkPlace = { blobId, index: 1, last: false };
    const plain = random.bytes(5000);
    const sealed = await sealChunk(key, place, plain);
    expect(sealed.length).toBe(plain.length + 16);
    expect(await openChunk(key, place, sealed)).toEqual(plain);
    const elsewhere: ChunkPlace[] = [
      { ...place, index: 2 },
      { ...place, last: true },
      { ...place, blobId: '01930000-0000-7000-8000-000000000002' },
    ];
    for (const other of elsewhere) await expect(openChunk(key, other, sealed)).rejects.toThrow();
  });

  it('is named by the digests of its chunks in order', async () => {
    const [a, b] = await Promise.all([sha256(Uint8Array.of(1)), sha256(Uint8Array.of(2))]);
    expect(await sealedFileDigest([a, b])).toMatch(/^[0-9a-f]{64}$/);
    expect(await sealedFileDigest([a, b])).not.toBe(await sealedFileDigest([b, a]));
  });

  it('refuses a chunk larger than 1 MiB', async () => {
    const big = new Uint8Array(CHUNK_SIZE + 1);
    await expect(sealChunk(key, { blobId, index: 0, last: true }, big)).rejects.toThrow(RangeError);
  });
});
