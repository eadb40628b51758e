import type { Random } from '#shared/lib/deps.ts';
import { journalName } from './file-names.ts';
import {
  closeQuietly,
  type FileHandle,
  type FileSystem,
  removeQuietly,
  renameWithRetry,
  TEMPORARY_SUFFIX,
  withFile,
  writeFully,
} from './file-system.ts';
import {
  BLOCK_BYTES,
  encodeJournalHeader,
  JOURNAL_HEADER_BYTES,
  journalKey,
  MAX_RECORD_BYTES,
  nextRecord,
  sealRecord,
  UNIT_BYTES,
} from './journal-format.ts';
import { clearKey, type Key, SALT_BYTES } from './sealing.ts';
import type { ChainPoint, StoreFiles } from './store-files.ts';

/** Space written ahead of the records: little for a quiet day, growing with the journal up to the larger figure. Bytes. */
export const DEFAULT_EXTENT_BYTES = 256 * 1024;
const LARGEST_EXTENT_BYTES = 4 * 1024 * 1024;
const ZEROS = new Uint8Array(1024 * 1024);

/** Appends sealed records to one journal file. After any failure it must not be used again. */
export class JournalWriter {
  readonly #fs: FileSystem;
  readonly #file: FileHandle;
  readonly #key: Key;
  readonly #extent: number;
  readonly generation: number;
  #position = JOURNAL_HEADER_BYTES;
  #allocated: number;
  #sequence = 0;
  #tag: Uint8Array;

  private constructor(
    fs: FileSystem,
    file: FileHandle,
    key: Key,
    start: ChainPoint,
    allocated: number,
    extent: number,
  ) {
    this.#fs = fs;
    this.#file = file;
    this.#key = key;
    this.#tag = start.tag;
    this.generation = start.generation;
    this.#allocated = allocated;
    this.#extent = extent;
  }

  /** Makes the file of a new generation, durable under its name, and opens it. */
  static create(
    files: StoreFiles,
    random: Random,
    generation: number,
    previous: ChainPoint,
    extent: number = DEFAULT_EXTENT_BYTES,
  ): JournalWriter {
    const { fs, dir } = files;
    const salt = random.bytes(SALT_BYTES);
    const keyEpoch = files.keys.epoch;
    const key = journalKey(files, keyEpoch, generation, salt);
    const allocated = wholeBlocks(Math.max(extent, 2 * BLOCK_BYTES));
    const header = { generation, salt, previous, allocated: allocated / UNIT_BYTES, keyEpoch };
    const { bytes, tag } = encodeJournalHeader(files, key, header);
    const path = fs.join(dir, journalName(generation));
    makeJournalFile(fs, path, bytes, allocated);
    fs.syncFolder(dir);
    const file = fs.open(path, 'update');
    return new JournalWriter(fs, file, key, { generation, sequence: 0, tag }, allocated, extent);
  }

  /** Where the journal ends now: what a snapshot or the next journal is chained to. */
  get end(): ChainPoint {
    return { generation: this.generation, sequence: this.#sequence, tag: this.#tag };
  }

  /** Bytes of records, without the space allocated ahead. */
  get recordedBytes(): number {
    return this.#position - JOURNAL_HEADER_BYTES;
  }

  /** Seals one transaction and returns when it is on the medium. */
  append(plain: Uint8Array): void {
    if (plain.length > MAX_RECORD_BYTES) throw new RangeError('A transaction of more than 1 GiB cannot be saved.');
    const next = nextRecord(this.#position, plain.length);
    this.#reserve(next + BLOCK_BYTES);
    const header = {
      length: plain.length,
      allocated: this.#allocated / UNIT_BYTES,
      sequence: this.#sequence + 1,
      previousTag: this.#tag,
    };
    const { bytes, tag } = sealRecord(this.#key, header, plain);
    writeFully(this.#fs, this.#file, bytes, this.#position);
    this.#fs.fdatasync(this.#file);
    this.#position = next;
    this.#sequence = header.sequence;
    this.#tag = tag;
  }

  close(): void {
    clearKey(this.#key);
    closeQuietly(this.#fs, this.#file);
  }

  /**
   * Leaves room after the record for the header of the one that follows it: if the file is later cut where it ended
   * before growing, that header is still there to say how long the file has been.
   */
  #reserve(needed: number): void {
    if (needed <= this.#allocated) return;
    const extent = wholeBlocks(Math.max(this.#extent, Math.min(this.#allocated, LARGEST_EXTENT_BYTES)));
    const target = Math.ceil(needed / extent) * extent;
    writeZeros(this.#fs, this.#file, this.#allocated, target);
    this.#fs.fsync(this.#file);
    this.#allocated = target;
  }
}

const wholeBlocks = (bytes: number): number => Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES;

function makeJournalFile(fs: FileSystem, path: string, header: Uint8Array, allocated: number): void {
  const temporary = path + TEMPORARY_SUFFIX;
  removeQuietly(fs, temporary);
  try {
    withFile(fs, temporary, 'create', (file) => {
      writeFully(fs, file, header, 0);
      writeZeros(fs, file, header.length, allocated);
      fs.fsync(file);
    });
    renameWithRetry(fs, temporary, path);
  } catch (error) {
    removeQuietly(fs, temporary);
    throw error;
  }
}

/** Real zeros, not a hole: a later commit then finds its blocks allocated and has only data to sync. */
function writeZeros(fs: FileSystem, file: FileHandle, from: number, to: number): void {
  for (let position = from; position < to; position += ZEROS.length) {
    writeFully(fs, file, ZEROS.subarray(0, Math.min(ZEROS.length, to - position)), position);
  }
}
