import { ByteReader, concat, crc32, equalBytes, uint32, uint64, utf8, view } from './bytes.ts';
import { StoreDamagedError } from './errors.ts';
import { type Key, SALT_BYTES, seal, TAG_BYTES, unseal } from './sealing.ts';
import type { ChainPoint, StoreFiles } from './store-files.ts';

/**
 * A journal file: a header, then records, each beginning a block of 4 KiB, then zeros already allocated for the next
 * records. See docs/store-format.md §4 and §5 for every field; the reasons are here.
 *
 * - A record never shares a block with another, so that no write goes to a sector that holds something acknowledged, and
 *   a header never straddles two sectors. (Measured: a fresh block is also synced faster than the same one again.)
 * - A part that a power cut left unwritten shows as a unit of 64 zero bytes: sealed bytes never do.
 * - Space is written with zeros and made durable before a record goes there, so that a commit changes no metadata, and
 *   each record tells how much was allocated, so that a shortened file is noticed.
 * - Each file has its own key (random salt), so the record's number can serve as nonce and a crash repeats none.
 */
export const BLOCK_BYTES = 4096;
export const UNIT_BYTES = 64;
export const JOURNAL_HEADER_BYTES = 4096;
export const RECORD_HEADER_BYTES = 32;
/** The bytes of a record's header that its checksum, which follows them, is over. */
const CHECKED_BYTES = 28;
/** Where the journal's header tells under which root key the file is sealed. */
export const JOURNAL_EPOCH_AT = 100;
export const END_MARK = utf8('\u0003NCBEND\u0003');

const MAGIC = utf8('NCBJRNL\n');
const FORMAT = 1;
const LABEL = utf8('ncb journal header');
const RECORD_LABEL = utf8('ncb journal record');

/** More than one record can hold: a longer transaction is a bug, and a longer length in a file is damage. */
export const MAX_RECORD_BYTES = 1024 * 1024 * 1024;

export interface JournalHeader {
  readonly generation: number;
  readonly salt: Uint8Array;
  /** Where the journal before ended. */
  readonly previous: ChainPoint;
  /** File size when it was made, in units of 64 bytes. */
  readonly allocated: number;
  /** The root key it is sealed under. */
  readonly keyEpoch: number;
  /** Seals the header, and is what the first record is chained to. */
  readonly tag: Uint8Array;
}

export interface RecordHeader {
  /** Bytes of the encoded transaction, before padding. */
  readonly length: number;
  /** File size that was durable when the record was written, in units of 64 bytes. */
  readonly allocated: number;
  readonly sequence: number;
  readonly previousTag: Uint8Array;
}

export const journalKey = (files: StoreFiles, keyEpoch: number, generation: number, salt: Uint8Array): Key =>
  files.keys.derive(keyEpoch, salt, 'journal/', files.vaultId, uint64(generation));

export function encodeJournalHeader(
  files: StoreFiles,
  key: Key,
  header: Omit<JournalHeader, 'tag'>,
): { bytes: Uint8Array; tag: Uint8Array } {
  const bytes = new Uint8Array(JOURNAL_HEADER_BYTES);
  const { generation, salt, previous, allocated, keyEpoch } = header;
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
      uint32(allocated),
      uint32(keyEpoch),
    ),
  );
  const { tag } = seal(key, 0, concat(LABEL, bytes.subarray(0, -TAG_BYTES)), new Uint8Array());
  bytes.set(tag, JOURNAL_HEADER_BYTES - TAG_BYTES);
  return { bytes, tag };
}

/** @throws StoreDamagedError */
export function decodeJournalHeader(
  files: StoreFiles,
  file: string,
  bytes: Uint8Array,
  generation: number,
): { header: JournalHeader; key: Key } {
  if (bytes.length < JOURNAL_HEADER_BYTES) throw new StoreDamagedError(file, 'the file ends inside its header');
  const reader = new ByteReader(bytes.subarray(0, JOURNAL_HEADER_BYTES));
  if (!equalBytes(reader.take(MAGIC.length), MAGIC)) throw new StoreDamagedError(file, 'this is not a journal');
  const format = reader.uint32();
  if (format !== FORMAT) throw new StoreDamagedError(file, `format ${format} is not the one the manifest announces`);
  const vaultId = reader.take(files.vaultId.length);
  const found = reader.uint64();
  const salt = reader.take(SALT_BYTES);
  const previous = { generation: reader.uint64(), sequence: reader.uint32(), tag: reader.take(TAG_BYTES) };
  const allocated = reader.uint32();
  const keyEpoch = reader.uint32();
  if (!files.keys.has(keyEpoch))
    throw new StoreDamagedError(file, 'it is sealed under a key that this vault does not have');
  const tag = bytes.subarray(JOURNAL_HEADER_BYTES - TAG_BYTES, JOURNAL_HEADER_BYTES);
  const key = journalKey(files, keyEpoch, generation, salt);
  const sealed = bytes.subarray(0, JOURNAL_HEADER_BYTES - TAG_BYTES);
  const genuine = unseal(key, 0, concat(LABEL, sealed), new Uint8Array(), tag) !== undefined;
  if (!genuine || !equalBytes(vaultId, files.vaultId) || found !== generation) {
    throw new StoreDamagedError(file, 'the header was altered, or belongs to another vault or generation');
  }
  return { header: { generation, salt, previous, allocated, keyEpoch, tag }, key };
}

/** Bytes of a record whose plain form has `length` bytes. */
export const recordBytes = (length: number): number =>
  Math.ceil((RECORD_HEADER_BYTES + length + TAG_BYTES + END_MARK.length) / UNIT_BYTES) * UNIT_BYTES;

/** Where the record after such a one begins. */
export const nextRecord = (position: number, length: number): number =>
  Math.ceil((position + recordBytes(length)) / BLOCK_BYTES) * BLOCK_BYTES;

const sealedLength = (length: number): number =>
  recordBytes(length) - RECORD_HEADER_BYTES - TAG_BYTES - END_MARK.length;

/** One record, ready to be written. */
export function sealRecord(key: Key, header: RecordHeader, plain: Uint8Array): { bytes: Uint8Array; tag: Uint8Array } {
  const bytes = Buffer.allocUnsafe(recordBytes(plain.length));
  writeRecordHeader(bytes, header);
  const padded = new Uint8Array(sealedLength(plain.length));
  padded.set(plain);
  const { body, tag } = seal(
    key,
    header.sequence,
    concat(RECORD_LABEL, bytes.subarray(0, RECORD_HEADER_BYTES)),
    padded,
  );
  bytes.set(body, RECORD_HEADER_BYTES);
  bytes.set(tag, RECORD_HEADER_BYTES + body.length);
  bytes.set(END_MARK, bytes.length - END_MARK.length);
  return { bytes, tag };
}

/** The plain bytes of a record, or undefined if it is not whole and genuine. `bytes` starts at the record's header. */
export function unsealRecord(
  key: Key,
  header: RecordHeader,
  bytes: Uint8Array,
): { plain: Uint8Array; tag: Uint8Array } | undefined {
  const total = recordBytes(header.length);
  if (bytes.length < total) return undefined;
  const bodyEnd = RECORD_HEADER_BYTES + sealedLength(header.length);
  const tag = bytes.subarray(bodyEnd, bodyEnd + TAG_BYTES);
  const aad = concat(RECORD_LABEL, bytes.subarray(0, RECORD_HEADER_BYTES));
  const padded = unseal(key, header.sequence, aad, bytes.subarray(RECORD_HEADER_BYTES, bodyEnd), tag);
  return padded && { plain: padded.subarray(0, header.length), tag };
}

function writeRecordHeader(into: Buffer, header: RecordHeader): void {
  into.writeUInt32BE(header.length, 0);
  into.writeUInt32BE(header.allocated, 4);
  into.writeUInt32BE(header.sequence, 8);
  into.set(header.previousTag, 12);
  into.writeUInt32BE(crc32(into, CHECKED_BYTES), CHECKED_BYTES);
}

/** The header at the start of `bytes`, or undefined if its checksum does not hold. Not yet authenticated. */
export function readRecordHeader(bytes: Uint8Array): RecordHeader | undefined {
  if (bytes.length < RECORD_HEADER_BYTES) return undefined;
  const fields = view(bytes);
  if (fields.getUint32(CHECKED_BYTES) !== crc32(bytes, CHECKED_BYTES)) return undefined;
  const header = {
    length: fields.getUint32(0),
    allocated: fields.getUint32(4),
    sequence: fields.getUint32(8),
    previousTag: bytes.subarray(12, 28),
  };
  return header.sequence > 0 && header.length <= MAX_RECORD_BYTES ? header : undefined;
}
