import { createHash } from 'node:crypto';
import { ByteReader, concat, equalBytes, fromHex, toHex, uint32, uint64, utf8, view } from '../store/bytes.ts';
import { StoreDamagedError } from '../store/errors.ts';
import { closeQuietly, type FileHandle, removeQuietly, writeFully } from '../store/file-system.ts';
import { clearKey, type Key, mac, SALT_BYTES, seal, TAG_BYTES, unseal } from '../store/sealing.ts';
import type { StoreFiles } from '../store/store-files.ts';

/** Bytes of the file in one sealed chunk, and so about what one attachment needs in memory, whatever its size. */
export const ATTACHMENT_CHUNK_BYTES = 1024 * 1024;

const MAGIC = utf8('NCBATTM\n');
const FORMAT = 1;
const HEADER_BYTES = 68;
const EPOCH_AT = 64;
const DIGEST_BYTES = 32;
const FOOTER_BYTES = DIGEST_BYTES + 8 + TAG_BYTES;
const SEALED_CHUNK_BYTES = ATTACHMENT_CHUNK_BYTES + TAG_BYTES;
const CHUNK_LABEL = utf8('ncb attachment chunk');
const FOOTER_LABEL = utf8('ncb attachment footer');
const HEX_DIGEST = /^[0-9a-f]{64}$/;

/** Synced as it grows: one sync of a whole large file at the end would keep commits waiting. */
const CHUNKS_BETWEEN_SYNCS = 4;

export interface StoredAttachment {
  /** SHA-256 of the plain content, in hexadecimal digits: its address. */
  readonly digest: string;
  readonly size: number;
}

/** The plain name of the file that holds this content under this root key: it tells nothing without the key. */
export function attachmentName({ keys, vaultId }: StoreFiles, keyEpoch: number, digest: string): string {
  if (!HEX_DIGEST.test(digest)) throw new TypeError('An attachment is named by its SHA-256 in 64 hexadecimal digits.');
  const nameKey = keys.derive(keyEpoch, vaultId, 'attachment names');
  const name = toHex(mac(nameKey, fromHex(digest)));
  clearKey(nameKey);
  return `${name}.ncb`;
}

/** Under which root key the header says that the file is sealed, unproven; undefined if it ends before. */
export function attachmentEpoch({ fs }: StoreFiles, file: FileHandle): number | undefined {
  const bytes = fs.read(file, EPOCH_AT, 4);
  return bytes.length === 4 ? view(bytes).getUint32(0) : undefined;
}

const attachmentKey = (files: StoreFiles, keyEpoch: number, salt: Uint8Array): Key =>
  files.keys.derive(keyEpoch, salt, 'attachment/', files.vaultId);

const chunkCount = (size: number): number => Math.ceil(size / ATTACHMENT_CHUNK_BYTES);

const chunkAad = (header: Uint8Array, index: number): Uint8Array => concat(CHUNK_LABEL, header, uint32(index));

const footerPosition = (size: number): number => HEADER_BYTES + size + chunkCount(size) * TAG_BYTES;

/** Collects pieces of any length into chunks and seals each as it fills. */
export class AttachmentWriter {
  readonly #files: StoreFiles;
  readonly #path: string;
  readonly #key: Key;
  readonly #header: Uint8Array;
  readonly #hash = createHash('sha256');
  readonly #chunk = new Uint8Array(ATTACHMENT_CHUNK_BYTES);
  #file: FileHandle | undefined;
  #filled = 0;
  #index = 0;
  /** The root key it is sealed under. */
  readonly keyEpoch: number;
  size = 0;

  constructor(files: StoreFiles, salt: Uint8Array, path: string) {
    this.#files = files;
    this.#path = path;
    this.keyEpoch = files.keys.epoch;
    this.#key = attachmentKey(files, this.keyEpoch, salt);
    const place = [uint32(ATTACHMENT_CHUNK_BYTES), uint32(this.keyEpoch)];
    this.#header = concat(MAGIC, uint32(FORMAT), files.vaultId, salt, ...place);
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

  /** Makes durable what is written so far. */
  sync(): void {
    this.#files.fs.fdatasync(this.#handle());
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
    if (this.#index % CHUNKS_BETWEEN_SYNCS === 0) this.sync();
  }

  #handle(): FileHandle {
    if (this.#file === undefined) throw new Error('This attachment is closed.');
    return this.#file;
  }
}

/** The footer is read and authenticated first, so that no byte of another file is ever handed out under this name. */
export class AttachmentReader {
  readonly #files: StoreFiles;
  readonly #file: FileHandle;
  readonly #label: string;
  readonly #key: Key;
  readonly #header: Uint8Array;
  readonly digest: string;
  readonly size: number;
  readonly keyEpoch: number;
  readonly count: number;

  constructor(files: StoreFiles, file: FileHandle, label: string) {
    this.#files = files;
    this.#file = file;
    this.#label = label;
    this.#header = files.fs.read(file, 0, HEADER_BYTES);
    const { salt, keyEpoch } = this.#readHeader();
    this.keyEpoch = keyEpoch;
    this.#key = attachmentKey(files, keyEpoch, salt);
    const { digest, size } = this.#readFooter();
    this.digest = digest;
    this.size = size;
    this.count = chunkCount(this.size);
  }

  /** Refuses any other content than this: a file under its name, but of another one. @throws StoreDamagedError */
  expect(digest: string): this {
    if (this.digest !== digest) throw this.#damaged('another attachment is in its place');
    return this;
  }

  /** @throws StoreDamagedError */
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

  clear(): void {
    clearKey(this.#key);
  }

  #readHeader(): { salt: Uint8Array; keyEpoch: number } {
    if (this.#header.length < HEADER_BYTES) throw this.#damaged('the file ends inside its header');
    const reader = new ByteReader(this.#header);
    const magic = reader.take(MAGIC.length);
    const format = reader.uint32();
    const vaultId = reader.take(this.#files.vaultId.length);
    const salt = reader.take(SALT_BYTES);
    const known = equalBytes(magic, MAGIC) && format === FORMAT && reader.uint32() === ATTACHMENT_CHUNK_BYTES;
    if (!known || !equalBytes(vaultId, this.#files.vaultId)) throw this.#damaged('this is no attachment of this vault');
    const keyEpoch = reader.uint32();
    if (!this.#files.keys.has(keyEpoch)) throw this.#damaged('its header was altered: this vault has no such key');
    return { salt, keyEpoch };
  }

  #readFooter(): StoredAttachment {
    const { fs } = this.#files;
    const length = fs.size(this.#file);
    const footer = fs.read(this.#file, Math.max(0, length - FOOTER_BYTES), FOOTER_BYTES);
    const body = footer.subarray(0, -TAG_BYTES);
    const whole = footer.length === FOOTER_BYTES;
    const plain = whole && unseal(this.#key, 0, concat(FOOTER_LABEL, this.#header), body, footer.subarray(-TAG_BYTES));
    if (!plain) throw this.#damaged('its end was altered or is missing');
    const reader = new ByteReader(plain);
    const digest = toHex(reader.take(DIGEST_BYTES));
    const size = reader.uint64();
    if (footerPosition(size) + FOOTER_BYTES !== length) throw this.#damaged('chunks are missing or added');
    return { digest, size };
  }

  #damaged(what: string): StoreDamagedError {
    return new StoreDamagedError(this.#label, what);
  }
}
