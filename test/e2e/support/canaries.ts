import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Words that stand nowhere else, to be looked for where they must not be. */
export class Canaries {
  private readonly words: string[] = [];

  /** A new one: letters only, so that no field refuses it. */
  next(): string {
    const word = `Kanari${randomBytes(9)
      .toString('hex')
      .replace(/\d/g, (digit) => 'ghijklmnop'.charAt(Number(digit)))}`;
    this.words.push(word);
    return word;
  }

  get count(): number {
    return this.words.length;
  }

  /** Every file under these folders that holds one, in any case, as UTF-8, UTF-16 or Base64. */
  async foundIn(folders: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    for (const folder of folders) {
      for (const path of await filesUnder(folder)) {
        const content = await readFile(path);
        if (this.isIn(content)) found.push(path);
      }
    }
    return found;
  }

  private isIn(content: Buffer): boolean {
    const text = content.toString('latin1').toLowerCase();
    const wide = text.replaceAll('\0', '');
    return this.words.some((word) => {
      const lower = word.toLowerCase();
      const base64 = Buffer.from(word).toString('base64').slice(0, 20).toLowerCase();
      return text.includes(lower) || wide.includes(lower) || text.includes(base64);
    });
  }
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
