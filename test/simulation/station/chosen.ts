import type { Answer, ChosenFile, ChosenFolder, FileAccess } from '#core/context.ts';
import { err, ok } from '#shared/lib/result.ts';

/** Files a simulated person chose, to read or to write: their bytes are in memory, by token. */
export class ChosenInMemory implements FileAccess {
  readonly #files = new Map<string, ChosenFile>();
  readonly #written = new Map<string, (bytes: Uint8Array) => void>();

  choose(name: string, bytes: Uint8Array): string {
    const token = `token-${this.#files.size}`;
    this.#files.set(token, {
      name,
      size: bytes.length,
      content: async function* () {
        yield bytes;
      },
    });
    return token;
  }

  /** @param take is given what was written, once it has been read back */
  accept(take: (bytes: Uint8Array) => void): string {
    const token = `token-to-write-${this.#written.size}`;
    this.#written.set(token, take);
    return token;
  }

  async read(token: string): Promise<Answer<ChosenFile>> {
    const file = this.#files.get(token);
    return file ? ok(file) : err({ code: 'file-unreadable', params: { name: '' } });
  }

  async write(
    token: string,
    content: AsyncIterable<Uint8Array>,
    verify?: Parameters<FileAccess['write']>[2],
  ): Promise<Answer<null>> {
    const take = this.#written.get(token);
    if (!take) return err({ code: 'file-unreadable', params: { name: '' } });
    const pieces: Uint8Array[] = [];
    for await (const piece of content) pieces.push(piece.slice());
    const bytes = new Uint8Array(Buffer.concat(pieces));
    await verify?.(async function* () {
      yield bytes;
    });
    take(bytes);
    return ok(null);
  }

  folder(): Answer<ChosenFolder> {
    return err({ code: 'file-unreadable', params: { name: '' } });
  }
}
