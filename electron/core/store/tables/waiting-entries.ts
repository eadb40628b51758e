import type { ReadDb, WriteDb } from '../database.ts';

/** What arrived and needs something that is not here yet: a record, or a newer version of the application. */
export interface WaitingEntry {
  readonly number: number;
  /** The id of the record, or `a-newer-version`. */
  readonly needs: string;
  /** As it came (JSON, shared/protocol/record-changes-body.ts). */
  readonly entry: string;
  readonly workstation: string;
  readonly place: number;
}

export const A_NEWER_VERSION = 'a-newer-version';

export function keepWaitingEntry(tx: WriteDb, entry: Omit<WaitingEntry, 'number'>): void {
  tx.run(
    `INSERT INTO waiting_entries (needs, entry, workstation, place) VALUES (?, ?, ?, ?) ON CONFLICT (needs, entry) DO NOTHING`,
    [entry.needs, entry.entry, entry.workstation, entry.place],
  );
}

/** In the order in which they came; they no longer wait. */
export function takeWaitingEntries(tx: WriteDb, needs: string): WaitingEntry[] {
  const found = entriesWaitingFor(tx, needs);
  if (found.length > 0) tx.run('DELETE FROM waiting_entries WHERE needs = ?', [needs]);
  return found;
}

/** It no longer waits. Returns whether it did: a number is given again to what is kept after it. */
export const takeWaitingEntry = (tx: WriteDb, { number, entry }: Pick<WaitingEntry, 'number' | 'entry'>): boolean =>
  tx.run('DELETE FROM waiting_entries WHERE number = ? AND entry = ?', [number, entry]) === 1;

export function waitingEntries(db: ReadDb): WaitingEntry[] {
  return db.all<WaitingEntry>('SELECT number, needs, entry, workstation, place FROM waiting_entries ORDER BY number');
}

export function entriesWaitingFor(db: ReadDb, needs: string): WaitingEntry[] {
  return db.all<WaitingEntry>(
    'SELECT number, needs, entry, workstation, place FROM waiting_entries WHERE needs = ? ORDER BY number',
    [needs],
  );
}
