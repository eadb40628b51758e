import { createHash } from 'node:crypto';
import type { Random } from '#shared/lib/deps.ts';
import { ByteReader, concat, equalBytes, fromHex, toHex, uint32, uint64, utf8 } from '../store/bytes.ts';
import { StoreDamagedError } from '../store/errors.ts';
import { ATTACHMENTS_FOLDER } from '../store/file-names.ts';
import {
  closeQuietly,
  type FileHandle,
  removeQuietly,
  renameWithRetry,
  sweepTemporaryFiles,
  TEMPORARY_SUFFIX,
  withFile,
  writeFully,
} from '../store/file-system.ts';
import { setAside } from '../store/quarantine.ts';
import { clearKey, deriveKey, type Key, mac, SALT_BYTES, seal, TAG_BYTES, unseal } from '../store/sealing.ts';
import type { StoreFiles } from '../store/store-files.ts';

/** Bytes of the file in one sealed chunk, and so about what one attachment needs in memory, whatever its size. */
export const ATTACHMENT_CHUNK_BYTES = 1024 * 1024;

const MAGIC = utf8('NCBATTM\n');
const FORMAT = 1;
const HEADER_BYTES = 64;
const DIGEST_BYTES = 32;
const FOOTER_BYTES = DIGEST_BYTES + 8 + TAG_BYTES;
const SEALED_CHUNK_BYTES = ATTACHMENT_CHUNK_BYTES + TAG_BYTES;
const CHUNK_LABEL = utf8('ncb attachment chunk');
const FOOTER_LABEL = utf8('ncb attachment footer');
const HEX_DIGEST = /^[0-9a-f]{64}$/;

export interface PutOptions {
  /** Called with the bytes sealed so far. */
  readonly onProgress?: (bytes: number) => void;
  readonly signal?: AbortSignal;
}

export interface StoredAttachment {
  /** SHA-256 of the plain content, in hexadecimal digits: its address. */
  readonly digest: string;
  readonly size: number;
}

/** Files too large for the database: sealed in chunks, addressed by their content, under names that tell nothing. */
export interface AttachmentStore {
  /** Seals a stream of any length. Durable when it resolves; a cancelled or failed one leaves nothing. */
  put(source: AsyncIterable<Uint8Array>, options?: PutOptions): Promise<StoredAttachment>;
  /** The content, each chunk authenticated before it is handed out. @throws StoreDamagedError */
  open(digest: string): AsyncIterable<Uint8Array>;
  has(digest: string): boolean;
  /** Bytes of plain content. @throws StoreDamagedError */
  size(digest: string): number;
  /** Removes the content for good, as a retention rule or a deletion order demands. False if there was none. */
  remove(digest: string): boolean;
  close(): void;
}

export class SealedAttachments implements AttachmentStore {
  readonly #files: StoreFiles;
  readonly #random: Random;
  readonly #folder: string;
  readonly #nameKey: Key;
  #closed = false;

  constructor(files: StoreFiles, random: Random) {
    this.#files = files;
    this.#random = random;
    this.#folder = files.fs.join(files.dir, ATTACHMENTS_FOLDER);
    this.#nameKey = deriveKey(files.rootKey, files.vaultId, 'attachment names');
    sweepTemporaryFiles(files.fs, this.#folder);
  }

  async put(source: AsyncIterable<Uint8Array>, options: PutOptions = {}): Promise<StoredAttachment> {
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
      await this.#keep(temporary, stored.digest);
      return stored;
    } finally {
      writer.abandon();
    }
  }

  async *open(digest: string): AsyncIterable<Uint8Array> {
    const { fs } = this.#open();
    const path = this.#pathOf(digest);
    if (!fs.exists(path)) throw new StoreDamagedError(this.#label(digest), 'the file is missing');
    const file = fs.open(path, 'read');
    try {
      const reader = new AttachmentReader(this.#files, file, digest, this.#label(digest));
      for (let index = 0; index < reader.count; index += 1) yield reader.chunk(index);
    } finally {
      closeQuietly(fs, file);
    }
  }

  has(digest: string): boolean {
    return this.#open().fs.exists(this.#pathOf(digest));
  }

  size(digest: string): number {
    const { fs } = this.#open();
    const path = this.#pathOf(digest);
    if (!fs.exists(path)) throw new StoreDamagedError(this.#label(digest), 'the file is missing');
    return withFile(
      fs,
      path,
      'read',
      (file) => new AttachmentReader(this.#files, file, digest, this.#label(digest)).size,
    );
  }

  remove(digest: string): boolean {
    const { fs } = this.#open();
    const path = this.#pathOf(digest);
    if (!fs.exists(path)) return false;
    fs.remove(path);
    fs.syncFolder(this.#folder);
    return true;
  }

  close(): void {
    this.#closed = true;
    clearKey(this.#nameKey);
  }

  /** Content already there and whole is kept as it is; if it is damaged, the new one heals it. */
  async #keep(temporary: string, digest: string): Promise<void> {
    const { fs } = this.#files;
    const path = this.#pathOf(digest);
    if (fs.exists(path)) {
      if (await this.#isWhole(digest)) return;
      setAside(fs, this.#folder, this.#nameOf(digest));
    }
    renameWithRetry(fs, temporary, path);
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

  #nameOf(digest: string): string {
    if (!HEX_DIGEST.test(digest))
      throw new TypeError('An attachment is named by its SHA-256 in 64 hexadecimal digits.');
    return `${toHex(mac(this.#nameKey, fromHex(digest)))}.ncb`;
  }

  #pathOf(digest: string): string {
    return this.#files.fs.join(this.#folder, this.#nameOf(digest));
  }

  #label(digest: string): string {
    return `${ATTACHMENTS_FOLDER}/${this.#nameOf(digest)}`;
  }
}

const attachmentKey = (files: StoreFiles, salt: Uint8Array): Key =>
  deriveKey(files.rootKey, salt, 'attachment/', files.vaultId);

const chunkCount = (size: number): number => Math.ceil(size / ATTACHMENT_CHUNK_BYTES);

const chunkAad = (header: Uint8Array, index: number): Uint8Array => concat(CHUNK_LABEL, header, uint32(index));

const footerPosition = (size: number): number => HEADER_BYTES + size + chunkCount(size) * TAG_BYTES;

/** Collects pieces of any length into chunks and seals each as it fills. */
class AttachmentWriter {
  readonly #files: StoreFiles;
  readonly #path: string;
  readonly #key: Key;
  readonly #header: Uint8Array;
  readonly #hash = createHash('sha256');
  readonly #chunk = new Uint8Array(ATTACHMENT_CHUNK_BYTES);
  #file: FileHandle | undefined;
  #filled = 0;
  #index = 0;
  size = 0;

  constructor(files: StoreFiles, salt: Uint8Array, path: string) {
    this.#files = files;
    this.#path = path;
    this.#key = attachmentKey(files, salt);
    this.#header = concat(MAGIC, uint32(FORMAT), files.vaultId, salt, uint32(ATTACHMENT_CHUNK_BYTES));
    this.#file = files.fs.open(path, 'create');
  }

  add(piece: Uint8Array): void {
    this.#hash.update(piece);
    for (let at = 0; at < piece.length; ) {
      const part = piece.subarray(at, at + ATTACHMENT_CHUNK_BYTES - this.#filled);
      this.#chunk.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled === ATTACHMENT_CHUNK_BYTES) this.#writeChunk();
    }
    this.size += piece.length;
  }

  finish(): StoredAttachment {
    if (this.#filled > 0) this.#writeChunk();
    const digest = this.#hash.digest();
    const { fs } = this.#files;
    const file = this.#handle();
    writeFully(fs, file, this.#header, 0);
    const { body, tag } = seal(this.#key, 0, concat(FOOTER_LABEL, this.#header), concat(digest, uint64(this.size)));
    writeFully(fs, file, concat(body, tag), footerPosition(this.size));
    fs.fsync(file);
    this.#file = undefined;
    fs.close(file);
    return { digest: toHex(digest), size: this.size };
  }

  /** Clears the key, and removes the file if it is still there under its temporary name. */
  abandon(): void {
    clearKey(this.#key);
    this.#chunk.fill(0);
    if (this.#file !== undefined) closeQuietly(this.#files.fs, this.#file);
    this.#file = undefined;
    removeQuietly(this.#files.fs, this.#path);
  }

  #writeChunk(): void {
    const plain = this.#chunk.subarray(0, this.#filled);
    const { body, tag } = seal(this.#key, this.#index + 1, chunkAad(this.#header, this.#index), plain);
    writeFully(this.#files.fs, this.#handle(), concat(body, tag), HEADER_BYTES + this.#index * SEALED_CHUNK_BYTES);
    this.#index += 1;
    this.#filled = 0;
  }

  #handle(): FileHandle {
    if (this.#file === undefined) throw new Error('This attachment is closed.');
    return this.#file;
  }
}

/** The footer is read and authenticated first, so that no byte of another file is ever handed out under this name. */
class AttachmentReader {
  readonly #files: StoreFiles;
  readonly #file: FileHandle;
  readonly #label: string;
  readonly #key: Key;
  readonly #header: Uint8Array;
  readonly size: number;
  readonly count: number;

  constructor(files: StoreFiles, file: FileHandle, digest: string, label: string) {
    this.#files = files;
    this.#file = file;
    this.#label = label;
    this.#header = files.fs.read(file, 0, HEADER_BYTES);
    this.#key = attachmentKey(files, this.#saltOf(this.#header));
    this.size = this.#readFooter(digest);
    this.count = chunkCount(this.size);
  }

  chunk(index: number): Uint8Array {
    const length = Math.min(ATTACHMENT_CHUNK_BYTES, this.size - index * ATTACHMENT_CHUNK_BYTES) + TAG_BYTES;
    const sealed = this.#files.fs.read(this.#file, HEADER_BYTES + index * SEALED_CHUNK_BYTES, length);
    const body = sealed.subarray(0, -TAG_BYTES);
    const plain =
      sealed.length === length &&
      unseal(this.#key, index + 1, chunkAad(this.#header, index), body, sealed.subarray(-TAG_BYTES));
    if (!plain) throw this.#damaged(`chunk ${index + 1} of ${this.count} was altered or exchanged`);
    return plain;
  }

  #saltOf(header: Uint8Array): Uint8Array {
    if (header.length < HEADER_BYTES) throw this.#damaged('the file ends inside its header');
    const reader = new ByteReader(header);
    const magic = reader.take(MAGIC.length);
    const format = reader.uint32();
    const vaultId = reader.take(this.#files.vaultId.length);
    const salt = reader.take(SALT_BYTES);
    const known = equalBytes(magic, MAGIC) && format === FORMAT && reader.uint32() === ATTACHMENT_CHUNK_BYTES;
    if (!known || !equalBytes(vaultId, this.#files.vaultId)) throw this.#damaged('this is no attachment of this vault');
    return salt;
  }

  #readFooter(digest: string): number {
    const { fs } = this.#files;
    const length = fs.size(this.#file);
    const footer = fs.read(this.#file, Math.max(0, length - FOOTER_BYTES), FOOTER_BYTES);
    const body = footer.subarray(0, -TAG_BYTES);
    const whole = footer.length === FOOTER_BYTES;
    const plain = whole && unseal(this.#key, 0, concat(FOOTER_LABEL, this.#header), body, footer.subarray(-TAG_BYTES));
    if (!plain) throw this.#damaged('its end was altered or is missing');
    const reader = new ByteReader(plain);
    if (toHex(reader.take(DIGEST_BYTES)) !== digest) throw this.#damaged('another attachment is in its place');
    const size = reader.uint64();
    if (footerPosition(size) + FOOTER_BYTES !== length) throw this.#damaged('chunks are missing or added');
    return size;
  }

  #damaged(what: string): StoreDamagedError {
    return new StoreDamagedError(this.#label, what);
  }
}
