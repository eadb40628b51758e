import type { Answer, ChosenFile, ChosenFolder, FileAccess } from '#core/context.ts';
import { err, ok } from '#shared/lib/result.ts';

/** Files a simulated person chose: their bytes are in memory, by token. */
export class ChosenInMemory implements FileAccess {
  readonly #files = new Map<string, ChosenFile>();

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

  async read(token: string): Promise<Answer<ChosenFile>> {
    const file = this.#files.get(token);
    return file ? ok(file) : err({ code: 'file-unreadable', params: { name: '' } });
  }

  async write(): Promise<Answer<null>> {
    return err({ code: 'file-unreadable', params: { name: '' } });
  }

  folder(): Answer<ChosenFolder> {
    return err({ code: 'file-unreadable', params: { name: '' } });
  }
}
