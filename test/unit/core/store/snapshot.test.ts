import { describe, expect, it } from 'vitest';
import { DatabaseFile } from '#core/store/database-file.ts';
import { snapshotName } from '#core/store/file-names.ts';
import { CHUNK_BYTES, readSnapshot, SnapshotWriter } from '#core/store/snapshot.ts';
import { CHAIN_START, type StoreFiles } from '#core/store/store-files.ts';
import { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { storeFiles } from '#test/helpers/store-files.ts';
import { systemRandom } from '#test/helpers/vault.ts';

const pathOf = (generation: number) => `/store/${snapshotName(generation)}`;

function write(files: StoreFiles, generation: number, database: Uint8Array): Uint8Array {
  const writer = new SnapshotWriter(files, systemRandom, {
    generation,
    previous: CHAIN_START,
    database: DatabaseFile.of(database),
  });
  while (writer.writeNext()) {
    // One chunk a step.
  }
  writer.finish();
  return writer.headerTag;
}

function reads(files: StoreFiles, bytes: Uint8Array, tag?: Uint8Array): boolean {
  const fs = new MemoryFileSystem();
  fs.files.set(pathOf(3), bytes);
  try {
    readSnapshot({ ...files, fs }, 3, tag);
    return true;
  } catch {
    return false;
  }
}

describe('a snapshot', () => {
  it('gives back the database, however many chunks it takes', () => {
    for (const size of [1, 4096, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES]) {
      const files = storeFiles(new MemoryFileSystem());
      const database = systemRandom.bytes(size);
      const tag = write(files, 3, database);
      expect(Buffer.compare(readSnapshot(files, 3, tag).database.bytes, database)).toBe(0);
    }
  });

  it('is refused with any byte altered, and at any other length', () => {
    const fs = new MemoryFileSystem();
    const files = storeFiles(fs);
    const tag = write(files, 3, systemRandom.bytes(1000));
    const bytes = fs.files.get(pathOf(3)) ?? new Uint8Array();
    for (let at = 0; at < bytes.length; at += 1) {
      const altered = bytes.slice();
      altered[at] = (altered[at] ?? 0) ^ (1 << (at % 8));
      expect(reads(files, altered, tag)).toBe(false);
      expect(reads(files, bytes.subarray(0, at), tag)).toBe(false);
    }
    expect(reads(files, Buffer.concat([bytes, new Uint8Array(1)]), tag)).toBe(false);
    expect(reads(files, bytes, tag)).toBe(true);
  });

  it('is refused when its chunks change places', () => {
    const fs = new MemoryFileSystem();
    const files = storeFiles(fs);
    write(files, 3, systemRandom.bytes(2 * CHUNK_BYTES));
    const bytes = fs.files.get(pathOf(3)) ?? new Uint8Array();
    const sealed = CHUNK_BYTES + 16;
    const swapped = Buffer.concat([
      bytes.subarray(0, 128),
      bytes.subarray(128 + sealed),
      bytes.subarray(128, 128 + sealed),
    ]);
    expect(reads(files, swapped)).toBe(false);
  });

  it('is refused in the place of another generation, vault, or snapshot of the same generation', () => {
    const fs = new MemoryFileSystem();
    const files = storeFiles(fs);
    write(files, 2, systemRandom.bytes(100));
    expect(reads(files, fs.files.get(pathOf(2)) ?? new Uint8Array())).toBe(false);
    const tag = write(files, 3, systemRandom.bytes(100));
    expect(reads(storeFiles(fs), fs.files.get(pathOf(3)) ?? new Uint8Array())).toBe(false);
    write(files, 3, systemRandom.bytes(100));
    expect(() => readSnapshot(files, 3, tag)).toThrow(/not the snapshot that the manifest names/);
  });

  it('leaves nothing behind when it is abandoned', () => {
    const fs = new MemoryFileSystem();
    const writer = new SnapshotWriter(storeFiles(fs), systemRandom, {
      generation: 3,
      previous: CHAIN_START,
      database: DatabaseFile.of(systemRandom.bytes(100)),
    });
    writer.writeNext();
    writer.abandon();
    expect([...fs.files.keys()]).toEqual([]);
  });
});
