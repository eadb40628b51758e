import { z } from 'zod';
import { fromHex, fromUtf8, toHex, utf8 } from './bytes.ts';
import { NewerFormatError, type OpenNotice, StoreDamagedError } from './errors.ts';
import { MANIFEST_FILES } from './file-names.ts';
import { deriveKey, mac, macMatches } from './sealing.ts';
import type { StoreFiles } from './store-files.ts';
import { TwinFile, type TwinRead } from './twin-file.ts';

const FORMAT = 1;
const hex = z.string().regex(/^([0-9a-f]{2})*$/);
const generation = z.int().positive();

const manifestSchema = z.strictObject({
  format: z.literal('ncb-manifest'),
  version: z.int().positive(),
  vaultId: hex,
  /** Grows with each write. */
  revision: z.int().positive(),
  /** The key-slot file is this one or a later one, so that an older copy of it does not bring back a removed user. */
  keysRevision: z.int().nonnegative(),
  /** Newest first, at most two. */
  snapshots: z.array(z.strictObject({ generation, headerTag: hex })).max(2),
  /** All journals since the oldest of the snapshots, in order. The last is the one being written. */
  journals: z.array(generation),
  /** Where the last journal ends, when the store was closed in order; null while it is open. */
  end: z.strictObject({ generation, sequence: z.int().nonnegative(), tag: hex }).nullable(),
});

/**
 * The small file that names what belongs to the store. See docs/store-format.md §6. Its version stands for the format of
 * every file it names: a version of the application that changes one of them raises it, and its two lines stay as they are.
 */
export type Manifest = z.infer<typeof manifestSchema>;

export type ManifestChange = Partial<Omit<Manifest, 'format' | 'version' | 'vaultId' | 'revision'>>;

/** Reads and replaces the manifest; every write is a new revision in both copies. */
export class ManifestFile {
  readonly #files: StoreFiles;
  readonly #twin: TwinFile<Manifest>;
  #current: Manifest;

  constructor(files: StoreFiles) {
    this.#files = files;
    this.#twin = new TwinFile(files.fs, files.dir, MANIFEST_FILES, (bytes, name) => this.#parse(bytes, name));
    this.#current = {
      format: 'ncb-manifest',
      version: FORMAT,
      vaultId: toHex(files.vaultId),
      revision: 0,
      keysRevision: 0,
      snapshots: [],
      journals: [],
      end: null,
    };
  }

  get current(): Manifest {
    return this.#current;
  }

  /** @throws StoreDamagedError if neither copy is genuine, NewerFormatError */
  read(): readonly OpenNotice[] {
    const found: TwinRead<Manifest> | undefined = this.#twin.read();
    if (!found) throw new StoreDamagedError(MANIFEST_FILES[0], 'neither copy of the manifest is genuine');
    this.#current = found.value;
    return found.notices;
  }

  write(change: ManifestChange): void {
    const next: Manifest = { ...this.#current, ...change, revision: this.#current.revision + 1 };
    const body = JSON.stringify(next);
    this.#twin.write(utf8(`${body}\n${toHex(this.#mac(body))}\n`));
    this.#current = next;
  }

  #parse(bytes: Uint8Array, name: string): { revision: number; value: Manifest } | undefined {
    const lines = linesOf(bytes);
    if (!lines) return undefined;
    const [body, seal] = lines;
    if (!macMatches(this.#key(), utf8(body), fromHex(seal))) return undefined;
    const json = parseJson(body);
    const version = z.looseObject({ version: z.int() }).safeParse(json).data?.version ?? 0;
    if (version > FORMAT) throw new NewerFormatError(name, version, FORMAT);
    const manifest = manifestSchema.safeParse(json);
    if (!manifest.success || manifest.data.vaultId !== toHex(this.#files.vaultId)) return undefined;
    return { revision: manifest.data.revision, value: manifest.data };
  }

  #mac(body: string): Uint8Array {
    return mac(this.#key(), utf8(body));
  }

  #key() {
    return deriveKey(this.#files.rootKey, this.#files.vaultId, 'manifest');
  }
}

/** Exactly two lines, the second the MAC of the first in small hexadecimal digits. */
export function linesOf(bytes: Uint8Array): [body: string, seal: string] | undefined {
  try {
    const [body, seal, rest, ...more] = fromUtf8(bytes).split('\n');
    const whole = body !== undefined && rest === '' && more.length === 0;
    return whole && seal !== undefined && /^[0-9a-f]{64}$/.test(seal) ? [body, seal] : undefined;
  } catch {
    return undefined;
  }
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
