import type { AppError } from '#shared/ipc/wire.ts';
import type { Store } from '../store/database.ts';

const MIB = 1024 * 1024;

/** 500 MiB. The database is held in memory, and once more while it is saved: twice this fits into the memory of an ordinary desk machine. */
export const DEFAULT_STORE_LIMIT = 500 * MIB;

/** From this share of the limit on, somebody should do something about it, and still has months. */
const NEAR = 0.8;

/** What a snapshot needs beside the database itself: the seals, and the journal that grows meanwhile. */
const BESIDE_A_SNAPSHOT_BYTES = 64 * MIB;

export interface CapacityDeps {
  readonly store: Store;
  /** How large the database may become, bytes. */
  readonly limitBytes: number;
  /** Bytes that can still be written to the disk of the store; null = not known. */
  readonly freeBytes: () => number | null;
}

/** Whether there is room: in the database, which memory bounds, and on the disk, which has to take it whole. */
export class Capacity {
  constructor(private readonly deps: CapacityDeps) {}

  get limitBytes(): number {
    return this.deps.limitBytes;
  }

  /** Nothing new is taken in any more; what is there can be read, sent, changed and closed. */
  get isFull(): boolean {
    return this.size >= this.limitBytes;
  }

  freeBytes(): number | null {
    return this.deps.freeBytes();
  }

  /** Why content of so many bytes beside the database cannot be taken in, or null. */
  obstacleTo(bytes: number): AppError | null {
    const free = this.freeBytes();
    return free !== null && free < bytes + BESIDE_A_SNAPSHOT_BYTES ? { code: 'disk-full' } : null;
  }

  fullError(): AppError {
    return { code: 'store-full', params: { size: this.size, limit: this.limitBytes } };
  }

  /** What somebody should know and do about it. */
  notices(): AppError[] {
    return [...this.sizeNotices(), ...this.diskNotices()];
  }

  private sizeNotices(): AppError[] {
    const { size, limitBytes: limit } = this;
    if (size >= limit) return [this.fullError()];
    return size >= limit * NEAR ? [{ code: 'store-nearly-full', params: { size, limit } }] : [];
  }

  private diskNotices(): AppError[] {
    const free = this.freeBytes();
    const needed = this.size + BESIDE_A_SNAPSHOT_BYTES;
    return free !== null && free < needed ? [{ code: 'disk-short', params: { free, needed } }] : [];
  }

  private get size(): number {
    return this.deps.store.status().databaseBytes;
  }
}
