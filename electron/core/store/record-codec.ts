import { ByteReader, ByteWriter, fromUtf8 } from './bytes.ts';
import type { SqlValue } from './database.ts';

/** One statement of a transaction as it ran. `changes` lets a replay notice that it came out differently. */
export interface JournaledStatement {
  readonly sql: string;
  readonly params: readonly SqlValue[];
  readonly changes: number;
}

const FORMAT = 1;
const NULL = 0;
const INTEGER = 1;
const NEGATIVE = 2;
const REAL = 3;
const TEXT = 4;
const BLOB = 5;

/**
 * The statements of one transaction, encoded as they run, so that a transaction of 50,000 rows is never held twice.
 * Layout (docs/store-format.md §5): texts are written where they first occur and referred to by index after that.
 */
export class RecordEncoder {
  readonly #writer = new ByteWriter();
  readonly #texts = new Map<string, number>();
  #count = 0;

  constructor() {
    this.#writer.byte(FORMAT);
  }

  get count(): number {
    return this.#count;
  }

  add(sql: string, params: readonly SqlValue[], changes: number): void {
    const known = this.#texts.get(sql);
    if (known === undefined) {
      this.#texts.set(sql, this.#texts.size);
      this.#writer.varint(0);
      this.#writer.text(sql);
    } else {
      this.#writer.varint(known + 1);
    }
    this.#writer.varint(changes);
    this.#writer.varint(params.length);
    for (const value of params) writeValue(this.#writer, value);
    this.#count += 1;
  }

  /** Where the record stands now, for `rewind`. */
  mark(): RecordMark {
    return { length: this.#writer.length, count: this.#count, texts: this.#texts.size };
  }

  /** Forgets the statements added since the mark. */
  rewind({ length, count, texts }: RecordMark): void {
    this.#writer.cut(length);
    this.#count = count;
    for (const [text, index] of this.#texts) if (index >= texts) this.#texts.delete(text);
  }

  finish(): Uint8Array {
    return this.#writer.finish();
  }
}

interface RecordMark {
  readonly length: number;
  readonly count: number;
  readonly texts: number;
}

/** @throws RangeError or TypeError when the bytes are not a record: after the AEAD has passed, a newer format or a bug */
export function* decodeRecord(bytes: Uint8Array): Generator<JournaledStatement> {
  const reader = new ByteReader(bytes);
  const format = reader.byte();
  if (format !== FORMAT) throw new RangeError(`Record format ${format} is not known.`);
  const texts: string[] = [];
  while (reader.left > 0) {
    const sql = readStatementText(reader, texts);
    const changes = reader.varint();
    const params = Array.from({ length: reader.varint() }, () => readValue(reader));
    yield { sql, params, changes };
  }
}

function readStatementText(reader: ByteReader, texts: string[]): string {
  const index = reader.varint();
  if (index > 0) {
    const known = texts[index - 1];
    if (known === undefined) throw new RangeError('A record refers to a statement it does not hold.');
    return known;
  }
  const text = fromUtf8(reader.take(reader.varint()));
  texts.push(text);
  return text;
}

function writeValue(writer: ByteWriter, value: SqlValue): void {
  if (value === null) writer.byte(NULL);
  else if (typeof value === 'string') {
    writer.byte(TEXT);
    writer.text(value);
  } else if (typeof value === 'number') writeNumber(writer, value);
  else {
    writer.byte(BLOB);
    writer.varint(value.length);
    writer.bytes(value);
  }
}

function writeNumber(writer: ByteWriter, value: number): void {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
    writer.byte(value < 0 ? NEGATIVE : INTEGER);
    writer.varint(Math.abs(value));
  } else {
    writer.byte(REAL);
    writer.float64(value);
  }
}

function readValue(reader: ByteReader): SqlValue {
  const kind = reader.byte();
  switch (kind) {
    case NULL:
      return null;
    case INTEGER:
      return reader.varint();
    case NEGATIVE:
      return -reader.varint();
    case REAL:
      return reader.float64();
    case TEXT:
      return fromUtf8(reader.take(reader.varint()));
    case BLOB:
      return reader.take(reader.varint());
    default:
      throw new RangeError(`Value kind ${kind} is not known.`);
  }
}
