import { z } from 'zod';
import { fromHex, fromUtf8, toHex, utf8 } from './bytes.ts';
import { NewerFormatError, type OpenNotice, StoreDamagedError } from './errors.ts';
import { MANIFEST_FILES } from './file-names.ts';
import { mac, macMatches } from './sealing.ts';
import type { StoreFiles } from './store-files.ts';
import { TwinFile, type TwinRead } from './twin-file.ts';

const FORMAT = 1;
const hex = z.string().regex(/^([0-9a-f]{2})*$/);
const generation = z.int().positive();

const NOT_GENUINE = 'neither copy of the manifest is genuine';
/** A guess, as nothing of it can be proven: but a copy of the key slots from before a rotation looks like this. */
const LATER_KEY = 'the manifest is sealed under a later root key: the key slots are an older copy';

const manifestSchema = z.strictObject({
  format: z.literal('ncb-manifest'),
  version: z.int().positive(),
  vaultId: hex,
  /** The root key whose MAC is in the second line. */
  keyEpoch: generation,
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
  /** The version of the application that wrote this revision: an older one that cannot read the store names it. */
  writtenBy: z.string().max(64).default(''),
});

/** What every version writes in the same place, whatever else changes. */
const announcement = z.looseObject({ version: z.int(), writtenBy: z.string().optional() });

/**
 * The small file that names what belongs to the store. See docs/store-format.md §6. Its version stands for the format of
 * every file it names: a version of the application that changes one of them raises it, and its two lines stay as they are.
 */
export type Manifest = z.infer<typeof manifestSchema>;

export type ManifestChange = Partial<
  Omit<Manifest, 'format' | 'version' | 'vaultId' | 'keyEpoch' | 'revision' | 'writtenBy'>
>;

/** Reads and replaces the manifest; every write is a new revision in both copies. */
export class ManifestFile {
  readonly #files: StoreFiles;
  readonly #twin: TwinFile<Manifest>;
  #current: Manifest;
  #isLater = false;

  constructor(files: StoreFiles) {
    this.#files = files;
    this.#twin = new TwinFile(files.fs, files.dir, MANIFEST_FILES, (bytes, name) => this.#parse(bytes, name));
    this.#current = {
      format: 'ncb-manifest',
      version: FORMAT,
      vaultId: toHex(files.vaultId),
      keyEpoch: files.keys.epoch,
      revision: 0,
      keysRevision: 0,
      snapshots: [],
      journals: [],
      end: null,
      writtenBy: '',
    };
  }

  get current(): Manifest {
    return this.#current;
  }

  /** @throws StoreDamagedError if neither copy is genuine, NewerFormatError */
  read(): readonly OpenNotice[] {
    const found: TwinRead<Manifest> | undefined = this.#twin.read();
    if (!found) throw new StoreDamagedError(MANIFEST_FILES[0], this.#isLater ? LATER_KEY : NOT_GENUINE);
    this.#current = found.value;
    return found.notices;
  }

  write(change: ManifestChange): void {
    const keyEpoch = this.#files.keys.epoch;
    const writtenBy = this.#files.appVersion ?? '';
    const revision = this.#current.revision + 1;
    const next: Manifest = { ...this.#current, ...change, keyEpoch, revision, writtenBy };
    const body = JSON.stringify(next);
    this.#twin.write(utf8(`${body}\n${toHex(mac(this.#key(keyEpoch), utf8(body)))}\n`));
    this.#current = next;
  }

  #parse(bytes: Uint8Array, name: string): { revision: number; value: Manifest } | undefined {
    const lines = linesOf(bytes);
    if (!lines) return undefined;
    const [body, seal] = lines;
    const json = parseJson(body);
    const keyEpoch = z.looseObject({ keyEpoch: z.int() }).safeParse(json).data?.keyEpoch ?? 0;
    if (!this.#files.keys.has(keyEpoch)) {
      this.#isLater ||= keyEpoch > this.#files.keys.epoch;
      return undefined;
    }
    if (!macMatches(this.#key(keyEpoch), utf8(body), fromHex(seal))) return undefined;
    const { version = 0, writtenBy } = announcement.safeParse(json).data ?? {};
    if (version > FORMAT) throw new NewerFormatError(name, version, FORMAT, writtenBy);
    const manifest = manifestSchema.safeParse(json);
    if (!manifest.success || manifest.data.vaultId !== toHex(this.#files.vaultId)) return undefined;
    return { revision: manifest.data.revision, value: manifest.data };
  }

  #key(keyEpoch: number) {
    return this.#files.keys.derive(keyEpoch, this.#files.vaultId, 'manifest');
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
