import { deriveFrom, type Unlocked } from './key-slots.ts';
import { bytesOf, NotGenuineError, openSeal, tryOpenSeal } from './sealing.ts';
import type { ChainPoint } from './snapshot.ts';

/** docs/store-format.md §4 and §5. */

const HEADER_BYTES = 4096;
const BLOCK_BYTES = 4096;
const RECORD_HEADER_BYTES = 32;
const TAG_BYTES = 16;
const END_MARK = Buffer.from('\u0003NCBEND\u0003', 'latin1');
const UNIT_BYTES = 64;

export interface Journal {
  /** Where the journal before it ended. */
  readonly previous: ChainPoint;
  /** Plain records, in order. */
  readonly records: readonly Buffer[];
  readonly end: ChainPoint;
  /** Of the root key it is sealed under. */
  readonly epoch: number;
  /** A transaction that was being written when the computer stopped has been dropped. */
  readonly unfinished: boolean;
}

interface FoundRecord {
  readonly plain: Buffer;
  readonly sequence: number;
  readonly previousTag: Buffer;
  readonly tag: Buffer;
  /** Bytes of the file that were durable before it. */
  readonly durable: number;
  /** Where the next record begins. */
  readonly next: number;
}

/** @param until where the journal that follows says that this one ended */
export function readJournal(bytes: Buffer, unlocked: Unlocked, generation: number, until?: ChainPoint): Journal {
  const { key, previous, tag, epoch } = readHeader(bytes, unlocked, generation);
  const records: Buffer[] = [];
  let end: ChainPoint = { generation, sequence: 0, tag };
  let at = HEADER_BYTES;
  let durable = bytes.readUInt32BE(96) * UNIT_BYTES;
  while (until?.sequence !== end.sequence) {
    const found = recordAt(bytes, key, at);
    if (!found || found.sequence !== end.sequence + 1 || !found.previousTag.equals(end.tag)) break;
    records.push(found.plain);
    end = { generation, sequence: found.sequence, tag: found.tag };
    durable = found.durable;
    at = found.next;
  }
  const late = until && recordAt(bytes, key, at);
  const tail = late ? tailOf(bytes, key, late.next, late.durable) : tailOf(bytes, key, at, durable);
  if (until && !samePoint(until, end))
    throw new NotGenuineError(`journal ${generation}: records are missing at its end`);
  return { previous, records, end, epoch, unfinished: late !== undefined || tail === 'unfinished' };
}

/** Where the journal before this one ended, from the header alone. */
export const previousOf = (bytes: Buffer, unlocked: Unlocked, generation: number): ChainPoint =>
  readHeader(bytes, unlocked, generation).previous;

export const samePoint = (left: ChainPoint, right: ChainPoint): boolean =>
  left.generation === right.generation && left.sequence === right.sequence && left.tag.equals(right.tag);

function readHeader(
  bytes: Buffer,
  unlocked: Unlocked,
  generation: number,
): { key: Buffer; previous: ChainPoint; tag: Buffer; epoch: number } {
  const what = `journal ${generation}`;
  const header = bytes.subarray(0, HEADER_BYTES);
  if (header.length < HEADER_BYTES) throw new NotGenuineError(`${what}: no whole header`);
  const epoch = header.readUInt32BE(100);
  const key = deriveFrom(
    unlocked,
    epoch,
    header.subarray(36, 68),
    'journal/',
    unlocked.vaultId,
    header.subarray(28, 36),
  );
  const aad = Buffer.concat([bytesOf('ncb journal header'), header.subarray(0, 4080)]);
  openSeal(key, 0, aad, header.subarray(4080), what);
  const plain =
    header.subarray(0, 8).equals(bytesOf('NCBJRNL\n')) &&
    header.readUInt32BE(8) === 1 &&
    header.subarray(12, 28).equals(unlocked.vaultId) &&
    Number(header.readBigUInt64BE(28)) === generation;
  if (!plain) throw new NotGenuineError(`${what}: another journal is in its place`);
  const previous = {
    generation: Number(header.readBigUInt64BE(68)),
    sequence: header.readUInt32BE(76),
    tag: header.subarray(80, 96),
  };
  return { key, previous, tag: header.subarray(4080), epoch };
}

function recordAt(bytes: Buffer, key: Buffer, at: number): FoundRecord | undefined {
  const header = bytes.subarray(at, at + RECORD_HEADER_BYTES);
  if (!headerHolds(header)) return undefined;
  const total = totalBytes(header.readUInt32BE(0));
  const record = bytes.subarray(at, at + total);
  if (record.length < total) return undefined;
  const sequence = header.readUInt32BE(8);
  const sealed = record.subarray(RECORD_HEADER_BYTES, total - END_MARK.length);
  const body = tryOpenSeal(key, sequence, Buffer.concat([bytesOf('ncb journal record'), header]), sealed);
  const next = at + Math.ceil(total / BLOCK_BYTES) * BLOCK_BYTES;
  if (!body || !markHolds(record.subarray(-END_MARK.length)) || !isZero(bytes.subarray(at + total, next))) {
    return undefined;
  }
  return {
    plain: body.subarray(0, header.readUInt32BE(0)),
    sequence,
    previousTag: header.subarray(12, 28),
    tag: sealed.subarray(-TAG_BYTES),
    durable: header.readUInt32BE(4) * UNIT_BYTES,
    next,
  };
}

const headerHolds = (header: Buffer): boolean =>
  header.length === RECORD_HEADER_BYTES && crc32(header.subarray(0, 28)) === header.readUInt32BE(28);

/** Header, body, tag and end mark: a multiple of 64. */
const totalBytes = (length: number): number =>
  Math.ceil((RECORD_HEADER_BYTES + length + TAG_BYTES + END_MARK.length) / UNIT_BYTES) * UNIT_BYTES;

/** The end mark may end in zeros: the record before it is whole. */
function markHolds(mark: Buffer): boolean {
  const wrong = mark.findIndex((byte, index) => byte !== END_MARK[index]);
  return wrong === -1 || isZero(mark.subarray(wrong));
}

/** The table of §5, "what follows the last good record". */
function tailOf(bytes: Buffer, key: Buffer, at: number, durable: number): 'clean' | 'unfinished' {
  const header = bytes.subarray(at, at + RECORD_HEADER_BYTES);
  const holds = headerHolds(header);
  const said = holds ? header.readUInt32BE(4) * UNIT_BYTES : 0;
  if (bytes.length < Math.max(durable, said)) throw new NotGenuineError('a journal was cut short');
  const rest = bytes.subarray(at);
  if (isZero(rest)) return 'clean';
  for (let later = at + BLOCK_BYTES; later < bytes.length; later += BLOCK_BYTES) {
    if (recordAt(bytes, key, later)) throw new NotGenuineError('a record was damaged, and good ones follow it');
  }
  if (holds ? isTorn(rest, totalBytes(header.readUInt32BE(0))) : isOnlyBegun(rest)) return 'unfinished';
  throw new NotGenuineError('the last record was altered');
}

function isTorn(rest: Buffer, total: number): boolean {
  if (!isZero(rest.subarray(total))) return false;
  const record = rest.subarray(0, total);
  if (record.length < total || isZero(record.subarray(-END_MARK.length))) return true;
  for (let at = 0; at < total; at += UNIT_BYTES) if (isZero(record.subarray(at, at + UNIT_BYTES))) return true;
  return false;
}

const isOnlyBegun = (rest: Buffer): boolean =>
  isZero(rest.subarray(0, UNIT_BYTES)) || isZero(rest.subarray(RECORD_HEADER_BYTES));

const isZero = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0);

/** ISO 3309, bit by bit. */
function crc32(bytes: Buffer): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}
