import { z } from 'zod';
import type { ReadDb, WriteDb } from '../database.ts';

const KEY = 'unused_contents';
const names = z.array(z.string());

/** The sealed files that an earlier session found without any row that needs them. */
export function unusedContents(db: ReadDb): ReadonlySet<string> {
  const row = db.get<{ value: string }>('SELECT value FROM store_meta WHERE key = ?', [KEY]);
  return new Set(row ? names.parse(JSON.parse(row.value)) : []);
}

export function putUnusedContents(tx: WriteDb, found: readonly string[]): void {
  tx.run('INSERT INTO store_meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value', [
    KEY,
    JSON.stringify(found),
  ]);
}
