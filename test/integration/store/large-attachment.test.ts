import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { nodeFileSystem } from '#core/store/node-file-system.ts';
import { ATTACHMENT_CHUNK_BYTES } from '#core/vault/attachment-file.ts';
import { SealedAttachments } from '#core/vault/attachment-store.ts';
import { runs } from '#test/helpers/runs.ts';
import { storeFiles } from '#test/helpers/store-files.ts';
import { systemRandom, temporaryFolder } from '#test/helpers/vault.ts';

const MIB = 1024 * 1024;
/** 200 MiB on every change, 2 GiB in the long run: the largest file a workstation takes. */
const SIZE = runs(200 * MIB, 2048 * MIB);
/** What the process may grow by, whatever the size of the file. */
const MOST_GROWTH = 64 * MIB;
const PIECE = MIB - 7; // pieces and chunks do not end together

/** Content of any length that is nowhere in memory as a whole: each piece is one block, marked with its place. */
async function* generated(size: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < size; at += PIECE) {
    const piece = Buffer.alloc(Math.min(PIECE, size - at), 0x5a);
    if (piece.length >= 8) piece.writeDoubleBE(at);
    yield piece;
  }
}

/** The highest resident size while something runs, looked at with every piece. */
class PeakMemory {
  readonly start = process.memoryUsage.rss();
  private peak = this.start;

  look(): void {
    this.peak = Math.max(this.peak, process.memoryUsage.rss());
  }

  get growth(): number {
    return this.peak - this.start;
  }
}

const folder = { current: temporaryFolder() };

beforeEach(() => {
  folder.current = temporaryFolder();
});
afterEach(() => folder.current.remove());

const store = () => new SealedAttachments(storeFiles(nodeFileSystem, folder.current.path), systemRandom);
const filesInFolder = () => nodeFileSystem.list(nodeFileSystem.join(folder.current.path, 'attachments'));

/** The first sealing and opening of a process loads what later ones use. */
async function warmUp(attachments: SealedAttachments): Promise<void> {
  const { digest } = await attachments.put(generated(16 * MIB));
  for await (const _chunk of attachments.open(digest));
  attachments.settle(digest, () => false);
}

it(`a file of ${SIZE / MIB} MiB goes in and comes out in the memory of a few chunks, with its progress`, {
  timeout: 20 * 60_000,
}, async () => {
  const attachments = store();
  await warmUp(attachments);
  const expected = createHash('sha256');
  for await (const piece of generated(SIZE)) expected.update(piece);
  const memory = new PeakMemory();
  let told = 0;
  const stored = await attachments.put(generated(SIZE), {
    onProgress: (bytes) => {
      expect(bytes).toBeGreaterThan(told);
      told = bytes;
      memory.look();
    },
  });
  expect(stored).toEqual({ digest: expected.digest('hex'), size: SIZE });
  expect(told).toBe(SIZE);
  const read = createHash('sha256');
  for await (const chunk of attachments.open(stored.digest)) {
    expect(chunk.length).toBeLessThanOrEqual(ATTACHMENT_CHUNK_BYTES);
    read.update(chunk);
    memory.look();
  }
  expect(read.digest('hex')).toBe(stored.digest);
  console.info(`${SIZE / MIB} MiB: memory grew by ${(memory.growth / MIB).toFixed(1)} MiB at most`);
  expect(memory.growth).toBeLessThan(MOST_GROWTH);
});

it('a large file that is cancelled far in leaves nothing behind', async () => {
  const attachments = store();
  const stop = new AbortController();
  const put = attachments.put(generated(SIZE), {
    signal: stop.signal,
    onProgress: (bytes) => bytes > 100 * MIB && stop.abort(),
  });
  await expect(put).rejects.toThrow(/abort/i);
  expect(filesInFolder()).toEqual([]);
});
