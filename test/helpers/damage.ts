import { JOURNAL_HEADER_BYTES, nextRecord, RECORD_HEADER_BYTES, readRecordHeader } from '#core/store/journal-format.ts';

/** Alters one sealed byte of one record of a journal, counted from 1. @throws if there is no such record */
export function damageRecord(journal: Uint8Array, sequence: number): Uint8Array {
  const altered = journal.slice();
  for (let at = JOURNAL_HEADER_BYTES; at < altered.length; ) {
    const header = readRecordHeader(altered.subarray(at));
    if (!header) break;
    if (header.sequence === sequence) {
      const place = at + RECORD_HEADER_BYTES + 1;
      altered[place] = (altered[place] ?? 0) ^ 1;
      return altered;
    }
    at = nextRecord(at, header.length);
  }
  throw new Error(`The journal has no record ${sequence}.`);
}

/** How many records a journal holds. */
export function recordsIn(journal: Uint8Array): number {
  let count = 0;
  for (let at = JOURNAL_HEADER_BYTES; at < journal.length; count += 1) {
    const header = readRecordHeader(journal.subarray(at));
    if (!header) break;
    at = nextRecord(at, header.length);
  }
  return count;
}
