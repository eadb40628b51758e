import type { Random } from '#shared/lib/deps.ts';
import type { Store } from '../store/database.ts';
import { numberedFiles, type SealedUnderCurrent } from '../store/key-epochs.ts';
import type { StoreFiles } from '../store/store-files.ts';
import { AttachmentRenewal, breathe } from './attachment-renewal.ts';
import type { SealedAttachments } from './attachment-store.ts';

/** Two replace both generations; one more each for a checkpoint that was under way and a file that could not be removed. */
const MOST_CHECKPOINTS = 4;

const NONE: SealedUnderCurrent = { done: 0, total: 0 };

export interface RotationProgress {
  /** The number of the root key that everything is being sealed under. */
  readonly keyEpoch: number;
  /** Files of the vault under it already, of all of them. */
  readonly done: number;
  readonly total: number;
  /** Attachments that cannot be read, and so not be sealed anew: an earlier key is kept for whoever tries to save them. */
  readonly damaged: number;
}

/** `incomplete`: all was done that can be done now, and an earlier key is still needed. `stopped`: the vault was closed. */
export type RotationOutcome = 'finished' | 'incomplete' | 'stopped';

export interface RotationParts {
  readonly files: StoreFiles;
  readonly random: Random;
  readonly store: Pick<Store, 'checkpointInSlices' | 'status'>;
  readonly attachments: SealedAttachments;
  /** Whether this process still holds the vault. */
  readonly fence: () => boolean;
  /** False if another rotation has begun since that of this key. */
  readonly dropRetired: (keyEpoch: number) => Promise<boolean>;
}

/**
 * What follows a new root key: every file that is still sealed under an earlier one is sealed anew.
 *
 *   1 key slots with the new root key, the earlier one sealed in them (KeyCustody.rotate)
 *   2 checkpoints, until no snapshot and no journal is under an earlier key
 *   3 attachments, one at a time
 *   4 the earlier keys are dropped from the key slots
 *
 * Nothing of this has to be remembered: each file's header tells its key. So it can end after any step, and the next open goes on.
 */
export class KeyRotation {
  readonly #parts: RotationParts;
  readonly #renewal: AttachmentRenewal;
  readonly #listeners = new Set<() => void>();
  #running: Promise<RotationOutcome> | undefined;
  #numbered = NONE;
  #attachments = NONE;
  #damaged: ReadonlySet<string> = new Set();

  constructor(parts: RotationParts) {
    this.#parts = parts;
    this.#renewal = new AttachmentRenewal({ ...parts, mayGoOn: () => this.#mayGoOn() });
  }

  /** Null when no earlier root key is needed any more. */
  progress(): RotationProgress | null {
    if (!this.#isDue()) return null;
    const done = this.#numbered.done + this.#attachments.done;
    const total = this.#numbered.total + this.#attachments.total;
    return { keyEpoch: this.#parts.files.keys.epoch, done, total, damaged: this.#damaged.size };
  }

  onProgress(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A new root key is in force. */
  begin(): void {
    this.#numbered = NONE;
    this.#attachments = NONE;
    this.#tell();
  }

  /** Works until nothing is left, or nothing more can be done. A second call waits for the same. @throws the disk's errors */
  run(): Promise<RotationOutcome> {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      this.#tell();
    });
    return this.#running;
  }

  async #run(): Promise<RotationOutcome> {
    const tried = new Set<string>();
    this.#damaged = new Set();
    for (;;) {
      if (!this.#mayGoOn()) return 'stopped';
      if (!this.#isDue()) return 'finished';
      const { epoch } = this.#parts.files.keys;
      await this.#survey();
      await this.#checkpoints();
      await this.#sealAttachments(tried);
      await this.#parts.attachments.olderPutsEnded();
      const stale = await this.#survey();
      if (!this.#mayGoOn()) return 'stopped';
      if (this.#parts.files.keys.epoch !== epoch) tried.clear();
      else if (stale.length === 0 && this.#numbered.done === this.#numbered.total) await this.#drop(epoch);
      else if (stale.every((name) => tried.has(name))) return 'incomplete';
    }
  }

  async #survey(): Promise<readonly string[]> {
    const { total, stale } = await this.#renewal.survey();
    this.#attachments = { done: total - stale.length, total };
    this.#numbered = numberedFiles(this.#parts.files);
    this.#tell();
    return stale;
  }

  /** The first puts everything from now on under the new key, the second replaces the generation that is kept as a spare. */
  async #checkpoints(): Promise<void> {
    for (let made = 0; made < MOST_CHECKPOINTS && this.#mayGoOn(); made += 1) {
      if (this.#numbered.done === this.#numbered.total) return;
      await this.#checkpoint();
      if (!this.#mayGoOn()) return;
      this.#numbered = numberedFiles(this.#parts.files);
      this.#tell();
    }
  }

  /** One that is under way already is waited for: it may have begun under the earlier key. */
  async #checkpoint(): Promise<void> {
    const { store } = this.#parts;
    const { generation } = store.status();
    while (this.#mayGoOn() && store.status().generation === generation) {
      await store.checkpointInSlices();
      await breathe();
    }
  }

  async #sealAttachments(tried: Set<string>): Promise<void> {
    const { stale } = await this.#renewal.survey();
    for (const name of stale) {
      if (tried.has(name)) continue;
      const outcome = await this.#renewal.renew(name);
      if (outcome === 'stopped') return;
      tried.add(name);
      if (outcome === 'damaged') this.#damaged = new Set([...this.#damaged, name]);
      else this.#attachments = { ...this.#attachments, done: this.#attachments.done + 1 };
      this.#tell();
    }
  }

  async #drop(epoch: number): Promise<void> {
    const { fs, dir } = this.#parts.files;
    this.#renewal.syncRemovals();
    fs.syncFolder(dir);
    if (await this.#parts.dropRetired(epoch)) this.#damaged = new Set();
  }

  #isDue(): boolean {
    return this.#parts.files.keys.retired.length > 0;
  }

  #mayGoOn(): boolean {
    return !this.#parts.files.keys.isCleared && this.#parts.fence();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
