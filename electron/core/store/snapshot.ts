import type { Random } from '#shared/lib/deps.ts';
import { ByteReader, concat, equalBytes, uint32, uint64, utf8 } from './bytes.ts';
import { DatabaseFile, type FrozenImage } from './database-file.ts';
import { StoreDamagedError } from './errors.ts';
import { snapshotName } from './file-names.ts';
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
import { clearKey, type Key, SALT_BYTES, seal, TAG_BYTES, unseal } from './sealing.ts';
import type { ChainPoint, StoreFiles } from './store-files.ts';

/** Bytes of the database in one sealed chunk; every chunk but the last is full. */
export const CHUNK_BYTES = 1024 * 1024;

/** Synced as it grows: one sync of everything at the end would keep commits waiting. */
const CHUNKS_BETWEEN_SYNCS = 4;

const HEADER_BYTES = 128;
const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;
const MAGIC = utf8('NCBSNAP\n');
const FORMAT = 1;
const HEADER_LABEL = utf8('ncb snapshot header');
const CHUNK_LABEL = utf8('ncb snapshot chunk');

/** Where the header tells under which root key the file is sealed. */
export const SNAPSHOT_EPOCH_AT = 108;

export interface Snapshot {
  /** The journal of this generation is the first to replay on top of it. */
  readonly generation: number;
  /** The root key it is sealed under. */
  readonly keyEpoch: number;
  /** Where the journals stood when it was taken. */
  readonly previous: ChainPoint;
  readonly database: DatabaseFile;
  /** Seals the header; the manifest names it, so that no other snapshot can take its place. */
  readonly headerTag: Uint8Array;
}

/** What a snapshot is to hold. */
export interface SnapshotContent extends Pick<Snapshot, 'generation' | 'previous'> {
  readonly database: { freeze(): FrozenImage };
}

/** Writes a snapshot a chunk at a time; it exists under its name only after `finish`. */
export class SnapshotWriter {
  readonly #files: StoreFiles;
  readonly #image: FrozenImage;
  readonly #key: Key;
  readonly #header: Uint8Array;
  readonly #file: FileHandle;
  readonly #path: string;
  readonly #count: number;
  readonly headerTag: Uint8Array;
  #next = 0;
  #open = true;

  constructor(files: StoreFiles, random: Random, snapshot: SnapshotContent) {
    const salt = random.bytes(SALT_BYTES);
    this.#files = files;
    this.#path = files.fs.join(files.dir, snapshotName(snapshot.generation));
    removeQuietly(files.fs, this.#temporary);
    this.#file = files.fs.open(this.#temporary, 'create');
    this.#image = snapshot.database.freeze();
    this.#key = snapshotKey(files, files.keys.epoch, snapshot.generation, salt);
    const { bytes, tag } = encodeHeader(files, this.#key, salt, snapshot, this.#image.size);
    this.#header = bytes;
    this.headerTag = tag;
    this.#count = chunkCount(this.#image.size);
  }

  /** Writes the header or the next chunk; false when all are written. */
  writeNext(): boolean {
    if (this.#next === 0) writeFully(this.#files.fs, this.#file, this.#header, 0);
    if (this.#next >= this.#count) return false;
    const index = this.#next;
    const start = index * CHUNK_BYTES;
    const plain = this.#image.read(start, Math.min(start + CHUNK_BYTES, this.#image.size));
    const { body, tag } = seal(this.#key, index + 1, chunkAad(this.#header, index, this.#count), plain);
    const at = HEADER_BYTES + index * SEALED_CHUNK_BYTES;
    writeFully(this.#files.fs, this.#file, concat(body, tag), at);
    this.#next += 1;
    if (this.#next % CHUNKS_BETWEEN_SYNCS === 0) this.#files.fs.fdatasync(this.#file);
    return true;
  }

  finish(): void {
    const { fs, dir } = this.#files;
    this.#image.release();
    fs.fsync(this.#file);
    this.#open = false;
    fs.close(this.#file);
    clearKey(this.#key);
    renameWithRetry(fs, this.#temporary, this.#path);
    fs.syncFolder(dir);
  }

  /** Leaves nothing behind. */
  abandon(): void {
    this.#image.release();
    if (this.#open) closeQuietly(this.#files.fs, this.#file);
    this.#open = false;
    clearKey(this.#key);
    removeQuietly(this.#files.fs, this.#temporary);
  }

  get #temporary(): string {
    return this.#path + TEMPORARY_SUFFIX;
  }
}

/** Reads and authenticates a snapshot; not one byte of it is returned before all of it has passed. */
export function readSnapshot(files: StoreFiles, generation: number, expectedTag: Uint8Array | undefined): Snapshot {
  const name = snapshotName(generation);
  const path = files.fs.join(files.dir, name);
  if (!files.fs.exists(path)) throw new StoreDamagedError(name, 'the file is missing');
  return withFile(files.fs, path, 'read', (file) => {
    const { header, key } = readHeader(files, name, file, generation);
    try {
      if (expectedTag && !equalBytes(expectedTag, header.headerTag)) {
        throw new StoreDamagedError(name, 'this is not the snapshot that the manifest names');
      }
      return { ...header, database: readChunks(files.fs, name, file, key, header) };
    } finally {
      clearKey(key);
    }
  });
}

/**
 * Authenticates every chunk of a snapshot and keeps none of it; gives way after each, so that a large one holds nothing up.
 * @throws StoreDamagedError
 */
export function* verifySnapshot(files: StoreFiles, generation: number, expectedTag: Uint8Array): Generator<void> {
  const name = snapshotName(generation);
  const { fs } = files;
  const path = fs.join(files.dir, name);
  if (!fs.exists(path)) throw new StoreDamagedError(name, 'the file is missing');
  const file = fs.open(path, 'read');
  try {
    const { header, key } = readHeader(files, name, file, generation);
    if (!equalBytes(expectedTag, header.headerTag)) {
      throw new StoreDamagedError(name, 'this is not the snapshot that the manifest names');
    }
    const count = chunkCount(header.size);
    if (fs.size(file) !== HEADER_BYTES + header.size + count * TAG_BYTES) {
      throw new StoreDamagedError(name, 'the file does not have the length its header tells');
    }
    for (let index = 0; index < count; index += 1) {
      const sealed = fs.read(file, HEADER_BYTES + index * SEALED_CHUNK_BYTES, SEALED_CHUNK_BYTES);
      const body = sealed.subarray(0, -TAG_BYTES);
      if (!unseal(key, index + 1, chunkAad(header.bytes, index, count), body, sealed.subarray(-TAG_BYTES))) {
        throw new StoreDamagedError(name, `chunk ${index + 1} of ${count} was altered or exchanged`);
      }
      yield;
    }
    clearKey(key);
  } finally {
    closeQuietly(fs, file);
  }
}

interface Header extends Omit<Snapshot, 'database'> {
  readonly bytes: Uint8Array;
  readonly size: number;
}

function readHeader(
  files: StoreFiles,
  name: string,
  file: FileHandle,
  generation: number,
): { header: Header; key: Key } {
  const bytes = files.fs.read(file, 0, HEADER_BYTES);
  if (bytes.length < HEADER_BYTES) throw new StoreDamagedError(name, 'the file ends inside its header');
  const reader = new ByteReader(bytes);
  if (!equalBytes(reader.take(MAGIC.length), MAGIC)) throw new StoreDamagedError(name, 'this is not a snapshot');
  const format = reader.uint32();
  if (format !== FORMAT) throw new StoreDamagedError(name, `format ${format} is not the one the manifest announces`);
  const vaultId = reader.take(files.vaultId.length);
  const found = reader.uint64();
  const salt = reader.take(SALT_BYTES);
  const previous = { generation: reader.uint64(), sequence: reader.uint32(), tag: reader.take(TAG_BYTES) };
  const chunkBytes = reader.uint32();
  const size = reader.uint64();
  const keyEpoch = reader.uint32();
  if (!files.keys.has(keyEpoch))
    throw new StoreDamagedError(name, 'it is sealed under a key that this vault does not have');
  const key = snapshotKey(files, keyEpoch, generation, salt);
  const headerTag = bytes.subarray(HEADER_BYTES - TAG_BYTES);
  const sealed = concat(HEADER_LABEL, bytes.subarray(0, HEADER_BYTES - TAG_BYTES));
  const genuine = unseal(key, 0, sealed, new Uint8Array(), headerTag) !== undefined;
  if (!genuine || !equalBytes(vaultId, files.vaultId) || found !== generation || chunkBytes !== CHUNK_BYTES) {
    throw new StoreDamagedError(name, 'the header was altered, or belongs to another vault or generation');
  }
  return { header: { generation, keyEpoch, previous, headerTag, bytes, size }, key };
}

function readChunks(fs: FileSystem, name: string, file: FileHandle, key: Key, header: Header): DatabaseFile {
  const count = chunkCount(header.size);
  if (fs.size(file) !== HEADER_BYTES + header.size + count * TAG_BYTES) {
    throw new StoreDamagedError(name, 'the file does not have the length its header tells');
  }
  const database = new DatabaseFile(header.size);
  const bytes = database.bytes;
  for (let index = 0; index < count; index += 1) {
    const sealed = fs.read(file, HEADER_BYTES + index * SEALED_CHUNK_BYTES, SEALED_CHUNK_BYTES);
    const body = sealed.subarray(0, -TAG_BYTES);
    const plain = unseal(key, index + 1, chunkAad(header.bytes, index, count), body, sealed.subarray(-TAG_BYTES));
    if (!plain) throw new StoreDamagedError(name, `chunk ${index + 1} of ${count} was altered or exchanged`);
    bytes.set(plain, index * CHUNK_BYTES);
  }
  return database;
}

function encodeHeader(
  files: StoreFiles,
  key: Key,
  salt: Uint8Array,
  { generation, previous }: SnapshotContent,
  size: number,
): { bytes: Uint8Array; tag: Uint8Array } {
  const bytes = new Uint8Array(HEADER_BYTES);
  bytes.set(
    concat(
      MAGIC,
      uint32(FORMAT),
      files.vaultId,
      uint64(generation),
      salt,
      uint64(previous.generation),
      uint32(previous.sequence),
      previous.tag,
      uint32(CHUNK_BYTES),
      uint64(size),
      uint32(files.keys.epoch),
    ),
  );
  const { tag } = seal(key, 0, concat(HEADER_LABEL, bytes.subarray(0, HEADER_BYTES - TAG_BYTES)), new Uint8Array());
  bytes.set(tag, HEADER_BYTES - TAG_BYTES);
  return { bytes, tag };
}

const snapshotKey = (files: StoreFiles, keyEpoch: number, generation: number, salt: Uint8Array): Key =>
  files.keys.derive(keyEpoch, salt, 'snapshot/', files.vaultId, uint64(generation));

const chunkCount = (size: number): number => Math.ceil(size / CHUNK_BYTES);

const chunkAad = (header: Uint8Array, index: number, count: number): Uint8Array =>
  concat(CHUNK_LABEL, header, uint32(index), uint32(count));
