import { equalBytes } from './bytes.ts';
import type { OpenNotice } from './errors.ts';
import { type FileSystem, readWholeFile, replaceFile } from './file-system.ts';
import { keepCopy } from './quarantine.ts';

/** What one of the two copies holds: its content, or nothing that can be trusted. */
export interface Copy<T> {
  readonly revision: number;
  readonly value: T;
}

interface ReadCopy<T> extends Copy<T> {
  readonly bytes: Uint8Array;
}

export interface TwinRead<T> {
  readonly value: T;
  /** Copies that were damaged, missing or behind; the next write puts them right. */
  readonly notices: readonly OpenNotice[];
}

/**
 * A small file the vault cannot do without, kept twice. Each copy is replaced as a whole and made durable before the
 * other is touched, so a crash leaves at least one of them whole, and the higher revision is the later.
 */
export class TwinFile<T> {
  readonly #fs: FileSystem;
  readonly #dir: string;
  readonly #names: readonly [string, string];
  readonly #parse: (bytes: Uint8Array, name: string) => Copy<T> | undefined;

  constructor(
    fs: FileSystem,
    dir: string,
    names: readonly [string, string],
    parse: (bytes: Uint8Array, name: string) => Copy<T> | undefined,
  ) {
    this.#fs = fs;
    this.#dir = dir;
    this.#names = names;
    this.#parse = parse;
  }

  exists(): boolean {
    return this.#names.some((name) => this.#fs.exists(this.#fs.join(this.#dir, name)));
  }

  /** The later of the copies that can be trusted, or undefined if neither can. */
  read(): TwinRead<T> | undefined {
    const copies = this.#names.map((name) => ({ name, copy: this.#readCopy(name) }));
    const best = copies.reduce<ReadCopy<T> | undefined>((best, { copy }) => later(best, copy), undefined);
    if (!best) return undefined;
    const wrong = copies.filter(({ copy }) => !copy || !equalBytes(copy.bytes, best.bytes));
    const notices = wrong.map(({ name, copy }) =>
      this.#notice(name, copy !== undefined && copy.revision < best.revision),
    );
    return { value: best.value, notices };
  }

  write(bytes: Uint8Array): void {
    for (const name of this.#names) replaceFile(this.#fs, this.#dir, name, bytes);
  }

  #readCopy(name: string): ReadCopy<T> | undefined {
    const path = this.#fs.join(this.#dir, name);
    if (!this.#fs.exists(path)) return undefined;
    const bytes = readWholeFile(this.#fs, path);
    const copy = this.#parse(bytes, name);
    return copy && { ...copy, bytes };
  }

  /** A copy that is only behind was left so by a crash; any other is worth keeping for whoever asks what happened. */
  #notice(name: string, behind: boolean): OpenNotice {
    const keptAt = behind ? undefined : keepCopy(this.#fs, this.#dir, name);
    return { kind: 'copy-repaired', file: name, keptAt };
  }
}

function later<T>(left: ReadCopy<T> | undefined, right: ReadCopy<T> | undefined): ReadCopy<T> | undefined {
  if (!left || !right) return left ?? right;
  return right.revision > left.revision ? right : left;
}
