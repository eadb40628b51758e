import type { ReadDb, WriteDb } from '../database.ts';

/** Small facts of the synchronisation (cursor, epoch, last number …) by name; the values are the synchronisation's own. */
export function syncState(db: ReadDb, name: string): string | null {
  return db.get<{ value: string }>('SELECT value FROM sync_state WHERE name = ?', [name])?.value ?? null;
}

export function putSyncState(tx: WriteDb, name: string, value: string): void {
  tx.run('INSERT INTO sync_state (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value', [
    name,
    value,
  ]);
}

export function forgetSyncState(tx: WriteDb, names: readonly string[]): void {
  tx.run('DELETE FROM sync_state WHERE name IN (SELECT value FROM json_each(?))', [JSON.stringify(names)]);
}
