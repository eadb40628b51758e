import type { ReadDb, WriteDb } from '../database.ts';

/** A key another bureau has had, as this workstation has seen it in the directory. */
export interface SeenKey {
  readonly bureau: string;
  readonly keyId: string;
  readonly publicKey: string;
  readonly seenAt: number;
  /** When somebody compared it, or it was taken as the first one; null = still to be compared. */
  readonly acceptedAt: number | null;
}

const COLUMNS = 'bureau, key_id AS keyId, public_key AS publicKey, seen_at AS seenAt, accepted_at AS acceptedAt';

export function seenKeysOf(db: ReadDb, bureau: string): SeenKey[] {
  return db.all<SeenKey>(`SELECT ${COLUMNS} FROM seen_keys WHERE bureau = ? ORDER BY seen_at, key_id`, [bureau]);
}

/** What changed and nobody has compared yet, by bureau. */
export function uncomparedKeys(db: ReadDb): SeenKey[] {
  return db.all<SeenKey>(`SELECT ${COLUMNS} FROM seen_keys WHERE accepted_at IS NULL ORDER BY bureau, seen_at, key_id`);
}

/** One that comes back is as one never seen. */
export function keepSeenKey(tx: WriteDb, { bureau, keyId, publicKey, seenAt, acceptedAt }: SeenKey): void {
  tx.run(
    `INSERT INTO seen_keys (bureau, key_id, public_key, seen_at, accepted_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (bureau, key_id) DO UPDATE SET seen_at = excluded.seen_at, accepted_at = excluded.accepted_at, accepted_by = NULL`,
    [bureau, keyId, publicKey, seenAt, acceptedAt],
  );
}

/** The bureau's keys up to this one are settled. @returns whether it was waiting to be compared */
export function acceptSeenKey(tx: WriteDb, bureau: string, keyId: string, by: string, now: number): boolean {
  const waiting = uncomparedKeys(tx).some((key) => key.bureau === bureau && key.keyId === keyId);
  if (waiting) {
    tx.run('UPDATE seen_keys SET accepted_at = ?, accepted_by = ? WHERE bureau = ? AND accepted_at IS NULL', [
      now,
      by,
      bureau,
    ]);
  }
  return waiting;
}
