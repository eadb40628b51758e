import { describe, expect, it } from 'vitest';
import { utf8 } from '#core/store/bytes.ts';
import { journalName } from '#core/store/file-names.ts';
import { BLOCK_BYTES } from '#core/store/journal-format.ts';
import { readJournal } from '#core/store/journal-reader.ts';
import { JournalWriter } from '#core/store/journal-writer.ts';
import { CHAIN_START, type StoreFiles } from '#core/store/store-files.ts';
import { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { runs } from '#test/helpers/runs.ts';
import { storeFiles } from '#test/helpers/store-files.ts';
import { systemRandom } from '#test/helpers/vault.ts';

const EXTENT = 8192;
const PATH = `/store/${journalName(1)}`;
const TEXTS = ['first', 'second, which is a little longer', 'third '.repeat(250)];

function journalOf(texts: readonly string[], fs = new MemoryFileSystem()): { files: StoreFiles; fs: MemoryFileSystem } {
  const files = storeFiles(fs);
  const writer = JournalWriter.create(files, systemRandom, 1, CHAIN_START, EXTENT);
  for (const text of texts) writer.append(utf8(text));
  writer.close();
  return { files, fs };
}

const bytesOf = (fs: MemoryFileSystem): Uint8Array => fs.files.get(PATH) ?? new Uint8Array();

/** What a reader makes of altered bytes: the texts and the tail, or the damage that it names. */
function outcome(files: StoreFiles, fs: MemoryFileSystem, bytes: Uint8Array): { texts: string[]; tail: string } {
  const other = fs.copy();
  other.files.set(PATH, bytes);
  try {
    const { records, tail } = readJournal({ ...files, fs: other }, 1);
    const texts = records.map((record) => Buffer.from(record).toString());
    return { texts, tail: typeof tail === 'object' ? 'damaged' : tail };
  } catch {
    return { texts: [], tail: 'damaged' };
  }
}

const isPrefix = (texts: readonly string[]) => texts.every((text, index) => text === TEXTS[index]);

describe('the journal', () => {
  it('gives back what was appended, in order, and says that it ends cleanly', () => {
    const { files, fs } = journalOf(TEXTS);
    expect(outcome(files, fs, bytesOf(fs))).toEqual({ texts: TEXTS, tail: 'clean' });
  });

  it('notices every single altered byte, or loses nothing by it', () => {
    const { files, fs } = journalOf(TEXTS);
    const bytes = bytesOf(fs);
    const unnoticed: number[] = [];
    for (let at = 0; at < bytes.length; at += bytes[at] === 0 ? runs(13, 1) : 1) {
      const altered = bytes.slice();
      altered[at] = (altered[at] ?? 0) ^ (1 << (at % 8));
      const { texts, tail } = outcome(files, fs, altered);
      if (tail !== 'damaged' && !(texts.length === TEXTS.length && isPrefix(texts))) unnoticed.push(at);
    }
    expect(unnoticed).toEqual([]);
  });

  it('notices every place where the file could have been cut short', () => {
    const { files, fs } = journalOf(TEXTS);
    const bytes = bytesOf(fs);
    for (let length = 0; length < bytes.length; length += runs(61, 1)) {
      expect(outcome(files, fs, bytes.subarray(0, length)).tail).toBe('damaged');
    }
  });

  it('drops a last record of which only the first bytes reached the disk, wherever they end', () => {
    const before = journalOf(TEXTS.slice(0, 2));
    const { files, fs } = journalOf(TEXTS);
    const bytes = bytesOf(fs);
    const start = lastRecordStart(files, fs);
    for (let end = start; end < start + 1700; end += 1) {
      const torn = bytes.slice();
      torn.fill(0, end);
      const { texts, tail } = outcome(files, fs, torn);
      expect(isPrefix(texts) && texts.length >= 2).toBe(true);
      expect(['clean', 'unfinished']).toContain(tail);
    }
    expect(bytesOf(before.fs).length).toBeLessThanOrEqual(bytes.length);
  });

  it('drops a last record of which some sectors did not reach the disk', () => {
    const { files, fs } = journalOf(TEXTS);
    const bytes = bytesOf(fs);
    const start = lastRecordStart(files, fs);
    for (let missing = 1; missing < 2 ** 3 - 1; missing += 1) {
      const torn = bytes.slice();
      for (let sector = 0; sector < 3; sector += 1) {
        if (missing & (1 << sector))
          torn.fill(0, Math.max(start, sectorAt(start, sector)), sectorAt(start, sector + 1));
      }
      const { texts, tail } = outcome(files, fs, torn);
      expect({ missing, texts: texts.length, tail }).toEqual({ missing, texts: 2, tail: 'unfinished' });
    }
  });

  it('names a damaged record that good ones follow as damage, not as an interrupted write', () => {
    const { files, fs } = journalOf(TEXTS);
    const altered = bytesOf(fs).slice();
    altered.fill(0, 4096, 4096 + 64);
    expect(outcome(files, fs, altered)).toEqual({ texts: [], tail: 'damaged' });
  });

  it('does not read the journal of another vault or another generation', () => {
    const { files, fs } = journalOf(TEXTS);
    const stranger = { ...storeFiles(fs), keys: files.keys };
    expect(() => readJournal(stranger, 1)).toThrow(/another vault/);
    fs.files.set(`/store/${journalName(2)}`, bytesOf(fs));
    expect(() => readJournal(files, 2)).toThrow(/another vault or generation/);
  });

  it('grows by whole extents, so that a commit finds its space written already', () => {
    const { files, fs } = journalOf(Array.from({ length: 40 }, (_, index) => `record ${index}`));
    expect(bytesOf(fs).length % EXTENT).toBe(0);
    expect(readJournal(files, 1).records).toHaveLength(40);
  });
});

function lastRecordStart(files: StoreFiles, fs: MemoryFileSystem): number {
  return readJournal({ ...files, fs }, 1).used - BLOCK_BYTES;
}

const sectorAt = (start: number, sector: number): number => Math.floor(start / 512 + sector) * 512;
