import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compressedStreams } from './compressed-streams.ts';
import { type Form, formsOf, lowered } from './disclosure-forms.ts';

/** A word that stands where it must not. */
export interface Disclosure {
  readonly where: string;
  readonly word: string;
  /** How it was written there. */
  readonly form: string;
}

interface Pattern extends Form {
  readonly word: string;
}

/** Four bytes of each pattern, folded to 22 bits, tell whether a place is worth a closer look. */
const TABLE_BITS = 22;
/** A stream inside a stream inside a file. */
const DEPTH = 3;

/** Looks for many words at once, in every form of test/helpers/disclosure-forms.ts, in clear and inside compressed streams. */
export class DisclosureSearch {
  readonly #table = new Uint8Array(1 << TABLE_BITS);
  readonly #patterns = new Map<number, Pattern[]>();

  constructor(words: readonly string[]) {
    for (const word of words) for (const form of formsOf(word)) this.#add({ ...form, word });
  }

  /** Each word in each form at most once. */
  inBytes(where: string, bytes: Buffer, depth = DEPTH): Disclosure[] {
    const found = this.#inPlain(where, bytes);
    if (depth > 0)
      for (const stream of compressedStreams(bytes))
        found.push(...this.inBytes(`${where} (decompressed)`, stream, depth - 1));
    return found;
  }

  /** The content and the names of all files under these folders. */
  inFolders(folders: readonly string[]): Disclosure[] {
    return folders.flatMap((folder) => filesUnder(folder).flatMap((path) => this.inFile(path)));
  }

  inFile(path: string): Disclosure[] {
    const name = this.#inPlain(`name of ${path}`, Buffer.from(basename(path)));
    return [...name, ...this.inBytes(path, readFileSync(path))];
  }

  #add(pattern: Pattern): void {
    if (pattern.bytes.length < 8) throw new Error(`Too short to be looked for: ${pattern.word}`);
    const key = keyAt(pattern.bytes, 0);
    this.#table[key] = 1;
    this.#patterns.set(key, [...(this.#patterns.get(key) ?? []), pattern]);
  }

  #inPlain(where: string, bytes: Buffer): Disclosure[] {
    const text = lowered(bytes);
    const found = new Map<string, Disclosure>();
    for (let at = 0; at + 4 <= text.length; at += 1) {
      const key = keyAt(text, at);
      if (this.#table[key] === 0) continue;
      for (const { word, name: form, bytes: pattern } of this.#patterns.get(key) ?? [])
        if (text.subarray(at, at + pattern.length).equals(pattern)) found.set(`${word} ${form}`, { where, word, form });
    }
    return [...found.values()];
  }
}

function keyAt(bytes: Buffer, at: number): number {
  const four =
    ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)) >>>
    0;
  return Math.imul(four, 0x9e3779b1) >>> (32 - TABLE_BITS);
}

/** A file that is gone when it is reached tells nothing. */
function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}
