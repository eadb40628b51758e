import { allZero } from './bytes.ts';
import { StoreDamagedError } from './errors.ts';
import { journalName } from './file-names.ts';
import { readWholeFile, withFile } from './file-system.ts';
import {
  BLOCK_BYTES,
  decodeJournalHeader,
  END_MARK,
  JOURNAL_HEADER_BYTES,
  type JournalHeader,
  nextRecord,
  RECORD_HEADER_BYTES,
  type RecordHeader,
  readRecordHeader,
  recordBytes,
  UNIT_BYTES,
  unsealRecord,
} from './journal-format.ts';
import { clearKey, type Key } from './sealing.ts';
import { type ChainPoint, type StoreFiles, samePoint } from './store-files.ts';

/** What follows the last good record: nothing; one record that was being written when the computer stopped; or damage. */
export type JournalTail = 'clean' | 'unfinished' | { readonly damage: string };

export interface JournalContent {
  readonly header: JournalHeader;
  readonly records: readonly Uint8Array[];
  readonly end: ChainPoint;
  readonly tail: JournalTail;
  /** Bytes up to the end of the last good record. */
  readonly used: number;
}

/**
 * Reads and authenticates one journal, up to the first record that is not genuine; the caller decides about the tail.
 * @param until where the journal that follows says that this one ended. What lies behind was never acknowledged: a record
 *   interrupted by a crash, or one by a program that had lost the vault to another and was refused.
 * @throws StoreDamagedError if the file is missing or its header is not genuine
 */
export function readJournal(files: StoreFiles, generation: number, until?: ChainPoint): JournalContent {
  const name = journalName(generation);
  const bytes = readWholeFile(files.fs, existingPath(files, name));
  const { header, key } = decodeJournalHeader(files, name, bytes, generation);
  try {
    return { header, ...readRecords(key, header, bytes, until) };
  } finally {
    clearKey(key);
  }
}

/** The header alone, authenticated. @throws StoreDamagedError */
export function readJournalHeader(files: StoreFiles, generation: number): JournalHeader {
  const name = journalName(generation);
  const bytes = withFile(files.fs, existingPath(files, name), 'read', (file) =>
    files.fs.read(file, 0, JOURNAL_HEADER_BYTES),
  );
  const { header, key } = decodeJournalHeader(files, name, bytes, generation);
  clearKey(key);
  return header;
}

/** The number of the last genuine record, whatever stands before it; undefined where the journal cannot be read at all. */
export function lastGenuineSequence(files: StoreFiles, generation: number): number | undefined {
  const name = journalName(generation);
  try {
    const bytes = readWholeFile(files.fs, existingPath(files, name));
    const { key } = decodeJournalHeader(files, name, bytes, generation);
    let last = 0;
    for (let at = JOURNAL_HEADER_BYTES; at + RECORD_HEADER_BYTES <= bytes.length; at += BLOCK_BYTES) {
      last = Math.max(last, recordAt(key, bytes, at)?.header.sequence ?? 0);
    }
    clearKey(key);
    return last;
  } catch (error) {
    if (error instanceof StoreDamagedError) return undefined;
    throw error;
  }
}

function existingPath({ fs, dir }: StoreFiles, name: string): string {
  const path = fs.join(dir, name);
  if (!fs.exists(path)) throw new StoreDamagedError(name, 'the file is missing');
  return path;
}

function readRecords(
  key: Key,
  journal: JournalHeader,
  bytes: Uint8Array,
  until: ChainPoint | undefined,
): Omit<JournalContent, 'header'> {
  const records: Uint8Array[] = [];
  let end: ChainPoint = { generation: journal.generation, sequence: 0, tag: journal.tag };
  let position = JOURNAL_HEADER_BYTES;
  let durable = journal.allocated * UNIT_BYTES;
  while (end.sequence !== until?.sequence) {
    const found = recordAt(key, bytes, position);
    if (!found || !follows(found.header, end)) break;
    records.push(found.plain);
    end = { generation: journal.generation, sequence: found.header.sequence, tag: found.tag };
    durable = found.header.allocated * UNIT_BYTES;
    position = nextRecord(position, found.header.length);
  }
  const tail = until
    ? judgeClosedTail(key, bytes, position, durable, end, until)
    : judgeTail(key, bytes, position, durable);
  return { records, end, used: position, tail };
}

/** Behind the place where the next journal took over, one record may be left that nobody was told is saved. */
function judgeClosedTail(
  key: Key,
  bytes: Uint8Array,
  position: number,
  durable: number,
  end: ChainPoint,
  until: ChainPoint,
): JournalTail {
  const late = recordAt(key, bytes, position);
  const tail = late
    ? judgeTail(key, bytes, nextRecord(position, late.header.length), late.header.allocated * UNIT_BYTES)
    : judgeTail(key, bytes, position, durable);
  if (typeof tail === 'object') return tail;
  if (!samePoint(end, until)) return { damage: 'records are missing at its end' };
  return late ? 'unfinished' : tail;
}

interface FoundRecord {
  readonly header: RecordHeader;
  readonly plain: Uint8Array;
  readonly tag: Uint8Array;
}

function recordAt(key: Key, bytes: Uint8Array, position: number): FoundRecord | undefined {
  const at = bytes.subarray(position);
  const header = readRecordHeader(at);
  if (!header) return undefined;
  const opened = unsealRecord(key, header, at);
  const end = recordBytes(header.length);
  const whole = opened && endMarkHolds(at, end) && allZero(at, end, Math.min(nextRecord(0, header.length), at.length));
  return whole ? { header, ...opened } : undefined;
}

/** Whole, or begun and then zeros: everything before it is there, so the record is whole as well. */
function endMarkHolds(record: Uint8Array, end: number): boolean {
  const mark = record.subarray(end - END_MARK.length, end);
  const wrong = mark.findIndex((byte, index) => byte !== END_MARK[index]);
  return wrong === -1 || allZero(mark, wrong);
}

const follows = (header: RecordHeader, end: ChainPoint): boolean =>
  header.sequence === end.sequence + 1 && Buffer.compare(header.previousTag, end.tag) === 0;

/**
 * Only one record is ever in flight, and only zeros lie behind it. So what a crash can leave at the end is known: a
 * record with parts still zero, and nothing after. Everything else was done to the file later.
 */
function judgeTail(key: Key, bytes: Uint8Array, position: number, durable: number): JournalTail {
  const header = readRecordHeader(bytes.subarray(position));
  if (bytes.length < Math.max(durable, (header?.allocated ?? 0) * UNIT_BYTES)) {
    return { damage: 'the file has been cut short' };
  }
  const last = lastNonZero(bytes, position);
  if (last < position) return 'clean';
  if (genuineRecordAfter(key, bytes, position)) {
    return { damage: `a record at byte ${position} is damaged, and good ones follow it` };
  }
  return isUnfinished(bytes, position, last, header)
    ? 'unfinished'
    : { damage: `the last record, at byte ${position}, has been altered` };
}

function isUnfinished(bytes: Uint8Array, position: number, last: number, header: RecordHeader | undefined): boolean {
  if (!header) {
    const onlyStarted = last < position + RECORD_HEADER_BYTES;
    return onlyStarted || allZero(bytes, position, Math.min(position + UNIT_BYTES, bytes.length));
  }
  const end = position + recordBytes(header.length);
  if (last >= end) return false;
  if (end > bytes.length || allZero(bytes, end - END_MARK.length, end)) return true;
  for (let at = position; at < end; at += UNIT_BYTES) {
    if (allZero(bytes, at, at + UNIT_BYTES)) return true;
  }
  return false;
}

function genuineRecordAfter(key: Key, bytes: Uint8Array, position: number): boolean {
  for (let at = position + BLOCK_BYTES; at + RECORD_HEADER_BYTES <= bytes.length; at += BLOCK_BYTES) {
    if (recordAt(key, bytes, at)) return true;
  }
  return false;
}

function lastNonZero(bytes: Uint8Array, from: number): number {
  let at = bytes.length - 1;
  while (at >= from && bytes[at] === 0) at -= 1;
  return at;
}
