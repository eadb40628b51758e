import { createHash } from 'node:crypto';
import { z } from 'zod';
import { allZero, concat, equalBytes, fromUtf8, toHex, utf8 } from '../store/bytes.ts';
import { ATTEMPTS_FILE } from '../store/file-names.ts';
import { type FileSystem, readWholeFile, withFile, writeFully } from '../store/file-system.ts';
import { parseJson } from '../store/manifest.ts';

/**
 * Wrong passphrases are counted on the disk before the passphrase is tried, so that ending the program saves nobody from
 * the count. The file has two places of fixed size, written in turn and in place: a full disk stops no count, and a crash
 * spoils only the place being written. If both are lost or removed, only a supervisor (after the longest wait) or the recovery
 * key opens the vault.
 *
 * Waiting is measured by the computer's running time, never by its clock.
 *
 * A name nobody has may be a passphrase typed in the wrong place: of it stands here no more than one byte of a digest.
 */
const PLACE_BYTES = 32 * 1024;
const DIGEST_BYTES = 32;
const MOST_UNKNOWN_NAMES = 32;

/** Milliseconds to wait after the first, second, ... wrong passphrase. The tenth locks the name. */
const DELAYS_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000, 120_000, 300_000] as const;
export const ATTEMPTS_BEFORE_SUPERVISOR = DELAYS_MS.length + 1;

const entrySchema = z.strictObject({
  name: z.string(),
  failures: z.int().positive(),
  /** Running time of the computer at the last failure. */
  uptimeMs: z.number(),
});
type Entry = z.infer<typeof entrySchema>;

const stateSchema = z.strictObject({
  format: z.literal('ncb-attempts'),
  version: z.literal(1),
  vaultId: z.string(),
  revision: z.int().positive(),
  /** Running time of the computer when the file was found missing or spoilt; null as long as the counts are whole. */
  lostAtMs: z.number().nullable(),
  entries: z.array(entrySchema),
});
type State = z.infer<typeof stateSchema>;

export type AttemptVerdict =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number }
  | { readonly kind: 'needs-supervisor' };

export interface Attempter {
  /** As it was typed, in its normal form. */
  readonly name: string;
  /** Whether somebody has this name here. */
  readonly known: boolean;
  readonly supervisor: boolean;
}

/** How wrong passphrases are counted. */
export type Attempts = Pick<AttemptLog, 'judge' | 'count' | 'clear' | 'settle'>;

/**
 * For a look at a store without a change to its folder. It keeps nobody from guessing: whoever uses it has seen the passphrase
 * accepted, and counted, before.
 */
export const uncountedAttempts: Attempts = {
  judge: () => ({ kind: 'allowed' }),
  count: () => 0,
  clear: () => undefined,
  settle: () => false,
};

export class AttemptLog {
  readonly #fs: FileSystem;
  readonly #path: string;
  readonly #dir: string;
  readonly #vaultId: string;
  readonly #uptimeMs: () => number;

  constructor(fs: FileSystem, dir: string, vaultId: Uint8Array, uptimeMs: () => number) {
    this.#fs = fs;
    this.#dir = dir;
    this.#path = fs.join(dir, ATTEMPTS_FILE);
    this.#vaultId = toHex(vaultId);
    this.#uptimeMs = uptimeMs;
  }

  /** Makes the file of a new vault. */
  create(): void {
    this.#start(null);
  }

  /** Whether a passphrase may be tried for this name now. */
  judge(who: Attempter): AttemptVerdict {
    const state = this.#read();
    if (state.lostAtMs !== null && !who.supervisor) return { kind: 'needs-supervisor' };
    const entry = this.#entryOf(state, who);
    if (!entry) return { kind: 'allowed' };
    if (entry.failures >= ATTEMPTS_BEFORE_SUPERVISOR) return { kind: 'needs-supervisor' };
    const retryAfterMs = Math.ceil(delayAfter(entry.failures) - this.#waited(entry));
    return retryAfterMs > 0 ? { kind: 'throttled', retryAfterMs } : { kind: 'allowed' };
  }

  /** Counts an attempt before it is made; `clear` takes it back. Returns the wait that follows if it fails, milliseconds. */
  count(who: Attempter, isKnown: (name: string) => boolean): number {
    const state = this.#read();
    const failures = (this.#entryOf(state, who)?.failures ?? 0) + 1;
    const entry = { name: this.#nameOf(who), failures, uptimeMs: this.#uptimeMs() };
    const others = state.entries.filter((candidate) => candidate.name !== entry.name);
    this.#write(state, withinBounds([...others, entry], isKnown));
    return delayAfter(failures);
  }

  /** The right passphrase was given, or a supervisor releases the name. */
  clear(name: string): void {
    const state = this.#read();
    if (state.lostAtMs !== null) {
      this.#start(null);
      return;
    }
    if (!state.entries.some((entry) => entry.name === name)) return;
    this.#write(
      state,
      state.entries.filter((entry) => entry.name !== name),
    );
  }

  /** A supervisor or the recovery key has opened the vault: lost counts begin anew. True if they had been lost. */
  settle(): boolean {
    const lost = this.#read().lostAtMs !== null;
    if (lost) this.#start(null);
    return lost;
  }

  /** While the counts are lost, a supervisor stands one wrong passphrase before the lock, after the longest wait. */
  #entryOf(state: State, who: Attempter): Entry | undefined {
    const name = this.#nameOf(who);
    const found = state.entries.find((entry) => entry.name === name);
    if (found || state.lostAtMs === null || !who.supervisor) return found;
    return { name, failures: DELAYS_MS.length, uptimeMs: state.lostAtMs };
  }

  /** `?` begins no name that somebody can have. */
  #nameOf({ name, known }: Attempter): string {
    if (known) return name;
    const digest = createHash('sha256').update(`ncb attempts name ${this.#vaultId} ${name}`).digest();
    return `?${toHex(digest.subarray(0, 1))}`;
  }

  /** At least this much running time has passed: after a restart of the computer, what it has been running since. */
  #waited({ uptimeMs }: Entry): number {
    const now = this.#uptimeMs();
    return now >= uptimeMs ? now - uptimeMs : now;
  }

  #start(lostAtMs: number | null): State {
    const state = (revision: number): State => ({
      format: 'ncb-attempts',
      version: 1,
      vaultId: this.#vaultId,
      revision,
      lostAtMs,
      entries: [],
    });
    withFile(this.#fs, this.#path, this.#fs.exists(this.#path) ? 'update' : 'create', (file) => {
      writeFully(this.#fs, file, encodePlace(state(1)), 0);
      writeFully(this.#fs, file, encodePlace(state(2)), PLACE_BYTES);
      this.#fs.fsync(file);
    });
    this.#fs.syncFolder(this.#dir);
    return state(2);
  }

  /** Counts that are gone are never taken for counts of zero. */
  #read(): State {
    const states = this.#places().map((place) => decodePlace(place, this.#vaultId));
    const [first, second] = states;
    if (first && second) return first.revision > second.revision ? first : second;
    const whole = first ?? second;
    return whole ? { ...whole, entries: whole.entries.map(oneMore) } : this.#start(this.#uptimeMs());
  }

  #places(): readonly Uint8Array[] {
    if (!this.#fs.exists(this.#path)) return [];
    const bytes = readWholeFile(this.#fs, this.#path);
    return [bytes.subarray(0, PLACE_BYTES), bytes.subarray(PLACE_BYTES, 2 * PLACE_BYTES)];
  }

  /** Over the place that is not the newest, so that the newest stays whole until this one is. */
  #write(state: State, entries: readonly Entry[]): void {
    const next: State = { ...state, entries: [...entries], revision: state.revision + 1 };
    withFile(this.#fs, this.#path, 'update', (file) => {
      writeFully(this.#fs, file, encodePlace(next), next.revision % 2 === 0 ? PLACE_BYTES : 0);
      this.#fs.fsync(file);
    });
  }
}

const delayAfter = (failures: number): number => DELAYS_MS[failures - 1] ?? DELAYS_MS[DELAYS_MS.length - 1] ?? 0;

/** One of the places is spoilt: by a crash during a count, or to hide one. That count is added back. */
const oneMore = (entry: Entry): Entry => ({ ...entry, failures: entry.failures + 1 });

/** Names that have no slot are forgotten oldest first; those that have one never are. */
function withinBounds(entries: readonly Entry[], isKnown: (name: string) => boolean): readonly Entry[] {
  const unknown = entries.filter((entry) => !isKnown(entry.name)).slice(-MOST_UNKNOWN_NAMES);
  return [...entries.filter((entry) => isKnown(entry.name)), ...unknown];
}

function encodePlace(state: State): Uint8Array {
  const body = utf8(JSON.stringify(state));
  const place = new Uint8Array(PLACE_BYTES);
  if (body.length + DIGEST_BYTES > PLACE_BYTES) throw new RangeError('Too many names are counted.');
  place.set(concat(digestOf(body), body));
  return place;
}

function decodePlace(place: Uint8Array, vaultId: string): State | undefined {
  const end = place.indexOf(0, DIGEST_BYTES);
  const body = place.subarray(DIGEST_BYTES, end === -1 ? undefined : end);
  if (!equalBytes(place.subarray(0, DIGEST_BYTES), digestOf(body)) || (end !== -1 && !allZero(place, end))) {
    return undefined;
  }
  const state = stateSchema.safeParse(parseJson(fromUtf8(body))).data;
  return state?.vaultId === vaultId ? state : undefined;
}

const digestOf = (body: Uint8Array): Uint8Array =>
  createHash('sha256').update(utf8('ncb attempts')).update(body).digest();
