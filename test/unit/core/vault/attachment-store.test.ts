import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { StoreDamagedError } from '#core/store/errors.ts';
import type { StoreFiles } from '#core/store/store-files.ts';
import { SealedAttachments } from '#core/vault/attachment-store.ts';
import { FailingFileSystem, MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { storeFiles } from '#test/helpers/store-files.ts';
import { systemRandom } from '#test/helpers/vault.ts';

const MIB = 1024 * 1024;
/** Bytes before the first chunk. */
const HEADER = 68;

async function* pieces(bytes: Uint8Array, size = 64 * 1024): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('the attachments', () => {
  let disk: MemoryFileSystem;
  let files: StoreFiles;
  let attachments: SealedAttachments;

  beforeEach(() => {
    disk = new MemoryFileSystem();
    files = storeFiles(disk);
    attachments = new SealedAttachments(files, systemRandom);
  });
  const paths = () => [...disk.files.keys()];

  it.each([0, 1, MIB - 1, MIB, MIB + 1, 2.5 * MIB])('come back as they were: %d bytes', async (size) => {
    const bytes = systemRandom.bytes(size);
    const progress: number[] = [];
    const stored = await attachments.put(pieces(bytes, 100_003), { onProgress: (done) => progress.push(done) });
    expect(stored).toEqual({ digest: createHash('sha256').update(bytes).digest('hex'), size });
    expect(attachments.has(stored.digest)).toBe(true);
    expect(attachments.size(stored.digest)).toBe(size);
    expect(Buffer.compare(await collect(attachments.open(stored.digest)), bytes)).toBe(0);
    expect(progress.at(-1) ?? 0).toBe(size);
  });

  it('are kept once, under a name that does not tell the content', async () => {
    const bytes = systemRandom.bytes(5000);
    const { digest } = await attachments.put(pieces(bytes));
    await attachments.put(pieces(bytes));
    expect(paths()).toHaveLength(1);
    expect(paths()[0]).not.toContain(digest);
  });

  it('leave nothing when putting is cancelled or the source fails', async () => {
    const abort = new AbortController();
    const put = attachments.put(pieces(systemRandom.bytes(3 * MIB)), {
      signal: abort.signal,
      onProgress: (done) => done > MIB && abort.abort(),
    });
    await expect(put).rejects.toThrow(/abort/i);
    async function* failing(): AsyncIterable<Uint8Array> {
      yield new Uint8Array(2 * MIB);
      throw new Error('the stick was pulled out');
    }
    await expect(attachments.put(failing())).rejects.toThrow('the stick was pulled out');
    expect(paths()).toEqual([]);
  });

  it('leave nothing on a disk that fails at any call, and are whole when it did not', async () => {
    const bytes = systemRandom.bytes(MIB + 10);
    let finished = false;
    for (let at = 1; !finished; at += 1) {
      const failing = new FailingFileSystem(new MemoryFileSystem(), { at, code: 'ENOSPC', lasting: false });
      const store = new SealedAttachments({ ...files, fs: failing.fs }, systemRandom);
      const stored = await store.put(pieces(bytes)).catch(() => undefined);
      finished = failing.calls < at;
      const names = failing.fs.list('/store/attachments');
      if (stored) expect(Buffer.compare(await collect(store.open(stored.digest)), bytes)).toBe(0);
      else expect(names.filter((name) => !name.endsWith('.ncb'))).toEqual([]);
    }
  });

  it('are refused with any byte altered, cut, or with chunks exchanged, before a wrong byte is handed out', async () => {
    const bytes = systemRandom.bytes(2 * MIB + 100);
    const { digest } = await attachments.put(pieces(bytes));
    const path = paths()[0] ?? '';
    const whole = disk.files.get(path) ?? new Uint8Array();
    const refuses = async (altered: Uint8Array) => {
      disk.files.set(path, altered);
      const received: Uint8Array[] = [];
      const reading = (async () => {
        for await (const chunk of attachments.open(digest)) received.push(chunk);
      })();
      await expect(reading).rejects.toThrow(/altered|missing|ends|no attachment/);
      const got = Buffer.concat(received);
      expect(Buffer.compare(got, bytes.subarray(0, got.length))).toBe(0);
    };
    const places = [...Array(70).keys(), 500_000, MIB + 90, 2 * MIB + 150, whole.length - 60, whole.length - 1];
    for (const at of places) {
      const altered = whole.slice();
      altered[at] = (altered[at] ?? 0) ^ 4;
      await refuses(altered);
    }
    for (const length of [0, 63, 64, 1000, MIB + 80, whole.length - 1]) await refuses(whole.slice(0, length));
    const sealed = MIB + 16;
    const [header, first, second] = [
      whole.subarray(0, HEADER),
      whole.subarray(HEADER, HEADER + sealed),
      whole.subarray(HEADER + sealed, HEADER + 2 * sealed),
    ];
    await refuses(Buffer.concat([header, second, first, whole.subarray(HEADER + 2 * sealed)]));
    await refuses(Buffer.concat([header, second, whole.subarray(HEADER + 2 * sealed)]));
  });

  it('are refused in the place of another, and healed by putting the content again', async () => {
    const bytes = systemRandom.bytes(1000);
    const first = await attachments.put(pieces(bytes));
    const [firstPath = ''] = paths();
    await attachments.put(pieces(systemRandom.bytes(1000)));
    const otherPath = paths().find((path) => path !== firstPath) ?? '';
    disk.files.set(firstPath, disk.files.get(otherPath)?.slice() ?? new Uint8Array());
    await expect(collect(attachments.open(first.digest))).rejects.toThrow('another attachment is in its place');
    await attachments.put(pieces(bytes));
    expect(Buffer.compare(await collect(attachments.open(first.digest)), bytes)).toBe(0);
  });

  it('go when they are removed', async () => {
    const { digest } = await attachments.put(pieces(systemRandom.bytes(10)));
    attachments.settle(digest, () => true);
    expect(attachments.remove(digest)).toBe(true);
    expect(attachments.remove(digest)).toBe(false);
    expect(attachments.has(digest)).toBe(false);
    await expect(collect(attachments.open(digest))).rejects.toThrow(/missing/);
  });

  describe('of several chunks', () => {
    const sealedChunk = MIB + 16;
    const bytes = systemRandom.bytes(3 * MIB + 500);
    let digest: string;
    let path: string;
    let whole: Uint8Array;
    const cut = (from: number, to?: number) => whole.subarray(from, to);
    const chunkAt = (index: number) =>
      cut(HEADER + index * sealedChunk, Math.min(HEADER + (index + 1) * sealedChunk, end));
    let end = 0;

    beforeEach(async () => {
      ({ digest } = await attachments.put(pieces(bytes)));
      [path = ''] = paths();
      whole = disk.files.get(path)?.slice() ?? new Uint8Array();
      end = whole.length - 56;
    });

    /** What was handed out before the damage was met, which must be the beginning of the content. */
    const readUntilRefused = async (altered: readonly Uint8Array[]) => {
      disk.files.set(path, new Uint8Array(Buffer.concat(altered)));
      const received: Uint8Array[] = [];
      const reading = (async () => {
        for await (const chunk of attachments.open(digest)) received.push(chunk);
      })();
      await expect(reading).rejects.toThrow(StoreDamagedError);
      const got = Buffer.concat(received);
      expect(Buffer.compare(got, bytes.subarray(0, got.length))).toBe(0);
      return got.length;
    };

    it.each([0, 1, 2, 3])('show an alteration of chunk %d, and hand out what stands before it', async (index) => {
      const altered = whole.slice();
      altered[HEADER + index * sealedChunk + 200] = (altered[HEADER + index * sealedChunk + 200] ?? 0) ^ 1;
      expect(await readUntilRefused([altered])).toBe(index * MIB);
    });

    it.each([0, 1, 2, 3])('show that chunk %d is missing', async (index) => {
      const start = HEADER + index * sealedChunk;
      expect(await readUntilRefused([cut(0, start), cut(start + chunkAt(index).length)])).toBe(0);
    });

    it.each([0, 1, 2, 3])('show that chunk %d was exchanged for one of another file', async (index) => {
      await attachments.put(pieces(systemRandom.bytes(3 * MIB + 500)));
      const other = disk.files.get(paths().find((name) => name !== path) ?? '') ?? new Uint8Array();
      const start = HEADER + index * sealedChunk;
      const size = chunkAt(index).length;
      const exchanged = [cut(0, start), other.subarray(start, start + size), cut(start + size)];
      expect(await readUntilRefused(exchanged)).toBe(index * MIB);
    });

    it.each([
      [0, 1],
      [0, 2],
      [1, 2],
    ])('show that chunks %d and %d changed places', async (first, second) => {
      const order = [0, 1, 2, 3].map((index) => (index === first ? second : index === second ? first : index));
      expect(await readUntilRefused([cut(0, HEADER), ...order.map(chunkAt), cut(end)])).toBe(first * MIB);
    });

    it.each([0, 1, 2, 3, 4])('show that the file ends after %d chunks, with or without its end', async (count) => {
      const beginning = cut(0, Math.min(HEADER + count * sealedChunk, end));
      if (count < 4) expect(await readUntilRefused([beginning, cut(end)])).toBe(0);
      expect(await readUntilRefused([beginning])).toBe(0);
    });

    it('show a chunk that was added', async () => {
      expect(await readUntilRefused([cut(0, end), chunkAt(3), cut(end)])).toBe(0);
    });
  });

  it('stay while anybody who put the same content has not said whether it is needed', async () => {
    const bytes = systemRandom.bytes(100);
    const { digest } = await attachments.put(pieces(bytes));
    await attachments.put(pieces(bytes));
    expect(attachments.remove(digest)).toBe(false);
    attachments.settle(digest, () => false);
    expect(attachments.has(digest)).toBe(true);
    attachments.settle(digest, () => false);
    expect(attachments.has(digest)).toBe(false);
  });

  it('are told by their own seal, under their own name, and nothing else is', async () => {
    const { digest } = await attachments.put(pieces(systemRandom.bytes(100)));
    const [name = ''] = attachments.names();
    expect([name]).toEqual(attachments.namesOf(digest));
    expect(attachments.digestOf(name)).toBe(digest);
    const other = `${'0'.repeat(64)}.ncb`;
    disk.files.set(`/store/attachments/${other}`, disk.files.get(paths()[0] ?? '') ?? new Uint8Array());
    disk.files.set('/store/attachments/read-me.txt', new Uint8Array(3));
    expect(attachments.names()).toEqual([other, name].toSorted());
    expect(attachments.digestOf(other)).toBeNull();
  });
});
