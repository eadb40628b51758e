import type { Random } from '#shared/lib/deps.ts';
import { concat, toHex } from '../store/bytes.ts';
import { StoreDamagedError } from '../store/errors.ts';
import { ATTACHMENTS_FOLDER } from '../store/file-names.ts';
import {
  closeQuietly,
  renameWithRetry,
  sweepTemporaryFiles,
  TEMPORARY_SUFFIX,
  withFile,
} from '../store/file-system.ts';
import { setAside } from '../store/quarantine.ts';
import { SALT_BYTES } from '../store/sealing.ts';
import type { StoreFiles } from '../store/store-files.ts';
import { type ArrivingFile, arrivingFile, arrivingNames } from './arriving-file.ts';
import {
  ATTACHMENT_CHUNK_BYTES,
  AttachmentReader,
  AttachmentWriter,
  attachmentName,
  type StoredAttachment,
} from './attachment-file.ts';

const SEALED_NAME = /^[0-9a-f]{64}\.ncb$/;

export interface PutOptions {
  /** Called with the bytes sealed so far. */
  readonly onProgress?: (bytes: number) => void;
  readonly signal?: AbortSignal;
}

/** Files too large for the database: sealed in chunks, addressed by their content, under names that tell nothing. */
export interface AttachmentStore {
  /**
   * Seals a stream of any length. Durable when it resolves; a cancelled or failed one leaves nothing. What was put is claimed: nothing
   * removes it until `settle` is called for it, or this run ends.
   */
  put(source: AsyncIterable<Uint8Array>, options?: PutOptions): Promise<StoredAttachment>;
  /** The content, each chunk authenticated before it is handed out. @throws StoreDamagedError */
  open(digest: string): AsyncIterable<Uint8Array>;
  /** Up to `length` bytes of the content from `position` on; fewer at its end. @throws StoreDamagedError */
  read(digest: string, position: number, length: number): Uint8Array;
  /** What has come so far of a file that is being fetched, under a name of 64 hexadecimal digits. */
  arriving(name: string): ArrivingFile;
  /** The names of the files of which something has come. */
  arrivingNames(): readonly string[];
  has(digest: string): boolean;
  /** Bytes of plain content. @throws StoreDamagedError */
  size(digest: string): number;
  /** Whoever put this content has written down that it is used, or has not: then it goes, unless another still claims it. */
  settle(digest: string, isUsed: () => boolean): void;
  /** Removes the content for good, as a retention rule or a deletion order demands. False if there was none, or if it is claimed. */
  remove(digest: string): boolean;
  /** The plain names of the sealed files. */
  names(): readonly string[];
  /** The names a content may have: under the current root key and under those that still have files, newest first. */
  namesOf(digest: string): readonly string[];
  /** Whose content a sealed file holds, by its authenticated end; null if it is no whole file of this vault under its own name. */
  digestOf(name: string): string | null;
  close(): void;
}

export class SealedAttachments implements AttachmentStore {
  readonly #files: StoreFiles;
  readonly #random: Random;
  readonly #folder: string;
  readonly #puts = new Set<{ readonly keyEpoch: number; readonly ended: Promise<unknown> }>();
  /** How many puts of a content have not been settled yet. */
  readonly #claims = new Map<string, number>();
  #closed = false;

  constructor(files: StoreFiles, random: Random) {
    this.#files = files;
    this.#random = random;
    this.#folder = files.fs.join(files.dir, ATTACHMENTS_FOLDER);
    sweepTemporaryFiles(files.fs, this.#folder);
  }

  put(source: AsyncIterable<Uint8Array>, options: PutOptions = {}): Promise<StoredAttachment> {
    const stored = this.#put(source, options);
    const put = { keyEpoch: this.#files.keys.epoch, ended: stored.catch(() => undefined) };
    this.#puts.add(put);
    void put.ended.then(() => this.#puts.delete(put));
    return stored;
  }

  /** Waits for what was begun before the root key was renewed: it will be sealed under the earlier one. */
  async olderPutsEnded(): Promise<void> {
    const older = [...this.#puts].filter(({ keyEpoch }) => keyEpoch !== this.#files.keys.epoch);
    await Promise.all(older.map(({ ended }) => ended));
  }

  async #put(source: AsyncIterable<Uint8Array>, options: PutOptions): Promise<StoredAttachment> {
    const { fs } = this.#open();
    fs.makeFolder(this.#folder);
    const temporary = fs.join(this.#folder, toHex(this.#random.bytes(16)) + TEMPORARY_SUFFIX);
    const writer = new AttachmentWriter(this.#files, this.#random.bytes(SALT_BYTES), temporary);
    try {
      for await (const piece of source) {
        options.signal?.throwIfAborted();
        writer.add(piece);
        options.onProgress?.(writer.size);
      }
      options.signal?.throwIfAborted();
      this.#open();
      const stored = writer.finish();
      await this.#keepClaimed(temporary, stored.digest, writer.keyEpoch);
      return stored;
    } finally {
      writer.abandon();
    }
  }

  async *open(digest: string): AsyncIterable<Uint8Array> {
    const reading = this.#read(digest);
    try {
      for (let index = 0; index < reading.reader.count; index += 1) yield reading.reader.chunk(index);
    } finally {
      reading.close();
    }
  }

  read(digest: string, position: number, length: number): Uint8Array {
    const { reader, close } = this.#read(digest);
    try {
      const end = Math.min(position + length, reader.size);
      const parts: Uint8Array[] = [];
      for (
        let index = Math.floor(position / ATTACHMENT_CHUNK_BYTES);
        index * ATTACHMENT_CHUNK_BYTES < end;
        index += 1
      ) {
        const start = index * ATTACHMENT_CHUNK_BYTES;
        parts.push(reader.chunk(index).subarray(Math.max(0, position - start), end - start));
      }
      return concat(...parts);
    } finally {
      close();
    }
  }

  arriving(name: string): ArrivingFile {
    return arrivingFile(this.#open(), name);
  }

  arrivingNames(): readonly string[] {
    return arrivingNames(this.#open());
  }

  has(digest: string): boolean {
    this.#open();
    return this.#existing(digest).length > 0;
  }

  size(digest: string): number {
    const reading = this.#read(digest);
    reading.close();
    return reading.reader.size;
  }

  settle(digest: string, isUsed: () => boolean): void {
    this.#release(digest);
    if (!isUsed()) this.remove(digest);
  }

  names(): readonly string[] {
    return this.#open()
      .fs.list(this.#folder)
      .filter((name) => SEALED_NAME.test(name));
  }

  namesOf(digest: string): readonly string[] {
    const { keys } = this.#open();
    return keys.epochs.map((epoch) => attachmentName(this.#files, epoch, digest));
  }

  digestOf(name: string): string | null {
    const { fs } = this.#open();
    const path = fs.join(this.#folder, name);
    if (!fs.exists(path)) return null;
    try {
      return withFile(fs, path, 'read', (file) => {
        const reader = new AttachmentReader(this.#files, file, `${ATTACHMENTS_FOLDER}/${name}`);
        reader.clear();
        return this.namesOf(reader.digest).includes(name) ? reader.digest : null;
      });
    } catch (error) {
      if (error instanceof StoreDamagedError) return null;
      throw error;
    }
  }

  remove(digest: string): boolean {
    const { fs } = this.#open();
    if (this.#claims.has(digest)) return false;
    const names = this.#existing(digest);
    for (const name of names) fs.remove(fs.join(this.#folder, name));
    if (names.length > 0) fs.syncFolder(this.#folder);
    return names.length > 0;
  }

  close(): void {
    this.#closed = true;
  }

  /** Claimed before anything is looked at, so that nobody takes away what is found to be there already. */
  async #keepClaimed(temporary: string, digest: string, keyEpoch: number): Promise<void> {
    this.#claims.set(digest, (this.#claims.get(digest) ?? 0) + 1);
    try {
      await this.#keep(temporary, digest, keyEpoch);
    } catch (error) {
      this.#release(digest);
      throw error;
    }
  }

  #release(digest: string): void {
    const others = (this.#claims.get(digest) ?? 0) - 1;
    if (others > 0) this.#claims.set(digest, others);
    else this.#claims.delete(digest);
  }

  /** Content already there and whole is kept as it is; if it is damaged, the new one heals it. */
  async #keep(temporary: string, digest: string, keyEpoch: number): Promise<void> {
    const { fs } = this.#files;
    if (this.#existing(digest).length > 0) {
      if (await this.#isWhole(digest)) return;
      for (const name of this.#existing(digest)) setAside(fs, this.#folder, name);
    }
    renameWithRetry(fs, temporary, fs.join(this.#folder, attachmentName(this.#files, keyEpoch, digest)));
    fs.syncFolder(this.#folder);
  }

  async #isWhole(digest: string): Promise<boolean> {
    try {
      for await (const _chunk of this.open(digest)) {
        // Reading it through is the check.
      }
      return true;
    } catch (error) {
      if (error instanceof StoreDamagedError) return false;
      throw error;
    }
  }

  #open(): StoreFiles {
    if (this.#closed) throw new Error('The store is closed.');
    return this.#files;
  }

  /** @throws StoreDamagedError */
  #read(digest: string): { reader: AttachmentReader; close: () => void } {
    const { fs } = this.#open();
    const name = this.#existing(digest)[0];
    const label = `${ATTACHMENTS_FOLDER}/${name ?? this.namesOf(digest)[0]}`;
    if (name === undefined) throw new StoreDamagedError(label, 'the file is missing');
    const file = fs.open(fs.join(this.#folder, name), 'read');
    try {
      const reader = new AttachmentReader(this.#files, file, label).expect(digest);
      return {
        reader,
        close: () => {
          reader.clear();
          closeQuietly(fs, file);
        },
      };
    } catch (error) {
      closeQuietly(fs, file);
      throw error;
    }
  }

  #existing(digest: string): readonly string[] {
    const { fs } = this.#files;
    return this.namesOf(digest).filter((name) => fs.exists(fs.join(this.#folder, name)));
  }
}
