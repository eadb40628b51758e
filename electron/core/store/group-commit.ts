import type { PartwiseDb, WriteDb } from './database.ts';

interface Waiting {
  readonly work: (tx: WriteDb) => unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: what is asked for in one turn of the event loop becomes durable by one record and one sync, and is answered after it.
 * Each piece of work is all or nothing by itself; a disk that fails fails them all. None is overtaken by one asked for later.
 */
export class GroupCommit {
  readonly #transaction: (work: (tx: PartwiseDb) => void) => void;
  #waiting: Waiting[] = [];

  constructor(transaction: (work: (tx: PartwiseDb) => void) => void) {
    this.#transaction = transaction;
  }

  add<T>(work: (tx: WriteDb) => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ work, resolve: resolve as (result: unknown) => void, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.commitNow());
    });
  }

  /** For the end of a session: nothing that was asked for is left behind. */
  commitNow(): void {
    const group = this.#waiting;
    this.#waiting = [];
    if (group.length === 0) return;
    const settle: (() => void)[] = [];
    try {
      this.#transaction((tx) => {
        for (const { work, resolve, reject } of group) {
          try {
            const result = tx.attempt(work);
            settle.push(() => resolve(result));
          } catch (error) {
            settle.push(() => reject(error));
          }
        }
      });
    } catch (error) {
      for (const { reject } of group) reject(error);
      return;
    }
    for (const answer of settle) answer();
  }
}
