import { uint32 } from './bytes.ts';
import { clearKey, deriveKey, type Key } from './sealing.ts';

/** A root key and its number: the vault's first is 1, each renewal takes the next. */
export interface RootKey {
  readonly epoch: number;
  readonly key: Key;
}

/** A key for one purpose under one root key. The epoch is part of it, so that nothing made under one passes under another. */
export const deriveFromRoot = (root: RootKey, salt: Uint8Array, ...purpose: readonly (string | Uint8Array)[]): Key =>
  deriveKey(root.key, salt, 'epoch/', uint32(root.epoch), '/', ...purpose);

/**
 * The root keys of an open vault: the current one, under which everything new is sealed, and retired ones that are kept until
 * the last file sealed under them has been sealed anew.
 */
export class RootKeys {
  #current: RootKey;
  #retired: readonly RootKey[];
  #cleared = false;

  /** @param retired newest first */
  constructor(current: RootKey, retired: readonly RootKey[] = []) {
    this.#current = current;
    this.#retired = retired;
  }

  get current(): RootKey {
    return this.#current;
  }

  /** The number of the current one. */
  get epoch(): number {
    return this.#current.epoch;
  }

  /** Newest first. */
  get retired(): readonly RootKey[] {
    return this.#retired;
  }

  /** Of the current one and the retired ones, newest first. */
  get epochs(): readonly number[] {
    return [this.#current, ...this.#retired].map(({ epoch }) => epoch);
  }

  has(epoch: number): boolean {
    return this.epochs.includes(epoch);
  }

  /** @throws RangeError if there is no such root key; ask `has` where the number comes from a file */
  derive(epoch: number, salt: Uint8Array, ...purpose: readonly (string | Uint8Array)[]): Key {
    const root = [this.#current, ...this.#retired].find((candidate) => candidate.epoch === epoch);
    if (this.#cleared) throw new Error('The vault is closed.');
    if (!root) throw new RangeError(`There is no root key ${epoch}.`);
    return deriveFromRoot(root, salt, ...purpose);
  }

  /** The current one retires. */
  renew(next: RootKey): void {
    this.#retired = [this.#current, ...this.#retired];
    this.#current = next;
  }

  dropRetired(): void {
    for (const { key } of this.#retired) clearKey(key);
    this.#retired = [];
  }

  /** The vault is closed. */
  get isCleared(): boolean {
    return this.#cleared;
  }

  /** Nothing can be derived from them any more. */
  clear(): void {
    this.#cleared = true;
    this.dropRetired();
    clearKey(this.#current.key);
  }
}
