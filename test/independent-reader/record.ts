import { NotGenuineError } from './sealing.ts';

/** docs/store-format.md §5, the plain record. */

export type Value = null | number | string | Uint8Array;

export interface Statement {
  readonly text: string;
  readonly changed: number;
  readonly values: readonly Value[];
}

export function statementsOf(record: Buffer): readonly Statement[] {
  const reader = new FieldReader(record);
  if (reader.byte() !== 1) throw new NotGenuineError('a record of another format');
  const texts: string[] = [];
  const statements: Statement[] = [];
  while (!reader.atEnd) {
    const index = reader.varint();
    if (index === 0) texts.push(reader.take(reader.varint()).toString('utf8'));
    const text = index === 0 ? texts.at(-1) : texts[index - 1];
    if (text === undefined) throw new NotGenuineError('a record refers to a text it does not hold');
    const changed = reader.varint();
    const values = Array.from({ length: reader.varint() }, () => reader.value());
    statements.push({ text, changed, values });
  }
  return statements;
}

class FieldReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  take(length: number): Buffer {
    const taken = this.#bytes.subarray(this.#at, this.#at + length);
    if (taken.length !== length) throw new NotGenuineError('a record ends too early');
    this.#at += length;
    return taken;
  }

  byte(): number {
    return this.take(1).readUInt8();
  }

  /** Seven bits a byte, lowest first; up to 2^53. */
  varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
  }

  value(): Value {
    const kind = this.byte();
    if (kind === 0) return null;
    if (kind === 1) return this.varint();
    if (kind === 2) return -this.varint();
    if (kind === 3) return this.take(8).readDoubleBE();
    if (kind === 4) return this.take(this.varint()).toString('utf8');
    if (kind === 5) return new Uint8Array(this.take(this.varint()));
    throw new NotGenuineError(`a value of kind ${kind}`);
  }
}
