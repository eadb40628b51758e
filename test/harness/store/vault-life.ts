import { contentHash } from '#core/store/content-hash.ts';
import type { FileSystem } from '#core/store/file-system.ts';
import { nodeProcesses, type Processes } from '#core/vault/processes.ts';
import type { VaultParts } from '#core/vault/vault.ts';
import { FIRST_USER, vaultOptions } from '#test/helpers/vault.ts';
import type { Product } from './product.ts';

export const DIR = '/v';
export const BEA = { username: 'bea', passphrase: 'the second passphrase' } as const;

/** Little space written ahead, so that a short life meets the growing of a journal too. */
export const SMALL = { tuning: { extentBytes: 4096 } } as const;

export interface Login {
  readonly username: string;
  readonly passphrase: string;
}

/** What the product has acknowledged up to some moment, and so has to keep from then on. */
export interface Known {
  /** `contentHash` of the database; null before there is a vault. */
  readonly content: string | null;
  /** Passphrases that open the vault; the first is the supervisor's. */
  readonly opens: readonly Login[];
  /** Passphrases that no longer do. */
  readonly refused: readonly Login[];
  readonly recoveryKey: string | null;
  /** SHA-256 of each stored attachment. */
  readonly attachments: readonly string[];
}

/** One thing a person does: returns what holds from now on; throws when it was not acknowledged. */
export type Step = (life: VaultLife) => Promise<Partial<Known>>;

const HOUR_MS = 3_600_000;

/** Each run of the program is another process, started long after any wait for a wrong passphrase is over. */
export function laterProcess(number: number): Processes {
  return { ...nodeProcesses, incarnation: `run ${number}`, uptimeMs: () => (number + 1) * HOUR_MS };
}

/** A person's work with one vault over several runs of the program, on a disk of the harness. */
export class VaultLife {
  readonly #product: Product;
  readonly #fs: FileSystem;
  #run: number;
  #opened: VaultParts | undefined;
  #serial = 0;
  /** The numbers of the cases whose transaction returned: each is to be found for ever, with its two notes. */
  readonly committed: number[] = [];
  known: Known = { content: null, opens: [], refused: [], recoveryKey: null, attachments: [] };

  /** @param run number of the first run of the program: a life that goes on after another needs a higher one */
  constructor(product: Product, fs: FileSystem, run = 0) {
    this.#product = product;
    this.#fs = fs;
    this.#run = run;
  }

  get parts(): VaultParts {
    if (!this.#opened) throw new Error('The vault is not open.');
    return this.#opened;
  }

  get isOpen(): boolean {
    return this.#opened !== undefined;
  }

  /** How many numbers have been given out. */
  get lastSerial(): number {
    return this.#serial;
  }

  /** Another number for each row this life makes. */
  nextSerial(): number {
    this.#serial += 1;
    return this.#serial;
  }

  async create(): Promise<Partial<Known>> {
    const created = await this.#product.createVault({ ...this.options(), firstUser: FIRST_USER });
    if (!created.ok) throw new Error(`The vault was not created: ${created.error.kind}`);
    this.#opened = created.value;
    return { opens: [FIRST_USER], recoveryKey: created.value.recoveryKey };
  }

  async open(login: Login = this.known.opens[0] ?? FIRST_USER): Promise<Partial<Known>> {
    const opened = await this.#product.openVault({ ...this.options(), unlock: login });
    if (!opened.ok) throw new Error(`The vault did not open: ${JSON.stringify(opened.error)}`);
    this.#opened = opened.value;
    return {};
  }

  close(): void {
    this.#opened?.store.close();
    this.leave();
  }

  /** The process ends without a word: what is in memory is gone. */
  leave(): void {
    this.#opened = undefined;
    this.#run += 1;
  }

  content(): string | null {
    return this.#opened ? contentHash(this.#opened.store.read) : this.known.content;
  }

  options() {
    return { ...vaultOptions(DIR, this.#fs), ...SMALL, processes: laterProcess(this.#run) };
  }
}
