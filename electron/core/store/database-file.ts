/**
 * The file in memory that SQLite keeps its database in, made so that a snapshot can be taken of it a piece at a time.
 *
 * sql.js can only export its whole database at once: 60 to 150 ms at 250 MB in which nothing else happens, and a second copy of everything.
 * But the file system in memory that it uses takes over the array it is given for a file, and writes to it by `set`. So the array
 * given here stays known, grows in place, and tells of each write before it happens: while a snapshot is being taken, what a commit is
 * about to change is first put by. Whether sql.js really works on this array is asked before each snapshot (`holds`), never assumed.
 */

/** The unit in which earlier content is put by, bytes. */
const BLOCK_BYTES = 64 * 1024;

/** How far the array grows at a time, bytes. */
const GROWTH_BYTES = 4 * 1024 * 1024;

/** Address space set aside, not memory; a database beyond it would have to be exported. */
const MOST_BYTES = 2 ** 32 - 2 ** 16;

const USER_VERSION_AT = 60;

/** The database as it was at one moment. */
export interface FrozenImage {
  readonly size: number;
  /** Bytes from `start` to `end`; a view that is valid only until the next commit. To be asked for in rising order. */
  read(start: number, end: number): Uint8Array;
  /** Nothing is put by any more. */
  release(): void;
}

export class DatabaseFile {
  readonly #content: Content;
  readonly #initialSize: number;

  /** @param size bytes of the database that is about to be written into `bytes` */
  constructor(size: number) {
    this.#content = new Content(new ArrayBuffer(size, { maxByteLength: MOST_BYTES }));
    this.#content.used = size;
    this.#initialSize = size;
  }

  static of(bytes: Uint8Array): DatabaseFile {
    const file = new DatabaseFile(bytes.length);
    file.bytes.set(bytes);
    return file;
  }

  /** Where the content is written before SQLite opens it. */
  get bytes(): Uint8Array {
    return new Uint8Array(this.#content.buffer, 0, this.size);
  }

  get size(): number {
    return this.#content.used;
  }

  /** What `new Database(…)` takes: asked for a copy of itself, it gives the content as it is. */
  forSqlite(): Uint8Array {
    const offer = new Offer(this.#content.buffer, 0, this.#initialSize);
    offer.content = this.#content;
    return offer;
  }

  /** Whether the database header in this array tells that user version, which SQLite has just been told to write. */
  holds(userVersion: number): boolean {
    return new DataView(this.#content.buffer).getUint32(USER_VERSION_AT) === userVersion;
  }

  /** One at a time: a second one ends the first. */
  freeze(): FrozenImage {
    return this.#content.freeze();
  }
}

/** The array that the file system in memory works on. It knows only `length`, `subarray` and `set`. */
class Content extends Uint8Array<ArrayBuffer> {
  used = 0;
  #frozen: Frozen | undefined;

  static get [Symbol.species](): Uint8ArrayConstructor {
    return Uint8Array;
  }

  /** What it can grow to: the file system would otherwise move to a larger array of its own. */
  override get length(): number {
    return MOST_BYTES;
  }

  override set(source: ArrayLike<number>, at = 0): void {
    const end = at + source.length;
    this.#frozen?.putBy(at, end);
    if (end > this.buffer.byteLength)
      this.buffer.resize(Math.min(MOST_BYTES, Math.ceil(end / GROWTH_BYTES) * GROWTH_BYTES));
    super.set(source, at);
    this.used = Math.max(this.used, end);
  }

  freeze(): FrozenImage {
    const frozen = new Frozen(this.buffer, this.used, () => {
      if (this.#frozen === frozen) this.#frozen = undefined;
    });
    this.#frozen = frozen;
    return frozen;
  }
}

/** A view of the same bytes with the database's own length; the file system in memory asks it for a copy of itself. */
class Offer extends Uint8Array<ArrayBuffer> {
  content: Content | undefined;

  override slice(): Uint8Array<ArrayBuffer> {
    if (!this.content) throw new Error('There is nothing to give.');
    return this.content;
  }
}

class Frozen implements FrozenImage {
  readonly #buffer: ArrayBuffer;
  readonly #release: () => void;
  readonly #earlier = new Map<number, Uint8Array>();
  /** What lies before has been read and need not be put by. */
  #read = 0;
  readonly size: number;

  constructor(buffer: ArrayBuffer, size: number, release: () => void) {
    this.#buffer = buffer;
    this.size = size;
    this.#release = release;
  }

  putBy(start: number, end: number): void {
    const last = Math.ceil(Math.min(end, this.size) / BLOCK_BYTES);
    for (let block = Math.floor(Math.max(start, this.#read) / BLOCK_BYTES); block < last; block += 1) {
      if (this.#earlier.has(block)) continue;
      const from = block * BLOCK_BYTES;
      this.#earlier.set(block, new Uint8Array(this.#buffer.slice(from, Math.min(from + BLOCK_BYTES, this.size))));
    }
  }

  read(start: number, end: number): Uint8Array {
    const live = new Uint8Array(this.#buffer, start, end - start);
    const blocks = this.#takeEarlier(start, end);
    this.#read = end;
    if (blocks.length === 0) return live;
    const whole = live.slice();
    for (const [from, bytes] of blocks) {
      const skipped = Math.max(0, start - from);
      whole.set(bytes.subarray(skipped, Math.min(bytes.length, end - from)), from + skipped - start);
    }
    return whole;
  }

  release(): void {
    this.#earlier.clear();
    this.#release();
  }

  #takeEarlier(start: number, end: number): [number, Uint8Array][] {
    const found: [number, Uint8Array][] = [];
    for (let block = Math.floor(start / BLOCK_BYTES); block * BLOCK_BYTES < end; block += 1) {
      const bytes = this.#earlier.get(block);
      if (!bytes) continue;
      found.push([block * BLOCK_BYTES, bytes]);
      if ((block + 1) * BLOCK_BYTES <= end) this.#earlier.delete(block);
    }
    return found;
  }
}
