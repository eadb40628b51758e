import type { ReadDb, WriteDb } from '../database.ts';

/** A key pair of the own bureau that this workstation holds. Whether it is the current one says the directory (bureaus.ts). */
export interface BureauKeyRow {
  readonly keyId: string;
  /** Base64url, X25519. */
  readonly publicKey: string;
  readonly privateKey: string;
  /** When it became the bureau's key, as the hub says; before that, when it was made. */
  readonly since: number;
}

/** Every key held, the newest first: most of what arrives is sealed to it. */
export function heldBureauKeys(db: ReadDb): BureauKeyRow[] {
  return db.all<BureauKeyRow>(
    `SELECT key_id AS keyId, public_key AS publicKey, private_key AS privateKey, since FROM bureau_keys
     ORDER BY since DESC, key_id`,
  );
}

export function holdsBureauKey(db: ReadDb, keyId: string): boolean {
  return db.get('SELECT 1 AS one FROM bureau_keys WHERE key_id = ?', [keyId]) !== undefined;
}

/** Keeps a key; one that is here already stays as it is. */
export function keepBureauKey(tx: WriteDb, { keyId, publicKey, privateKey, since }: BureauKeyRow): void {
  tx.run(
    'INSERT INTO bureau_keys (key_id, public_key, private_key, since) VALUES (?, ?, ?, ?) ON CONFLICT (key_id) DO NOTHING',
    [keyId, publicKey, privateKey, since],
  );
}

/** Since when the hub shows it. */
export function dateBureauKey(tx: WriteDb, keyId: string, since: number): void {
  tx.run('UPDATE bureau_keys SET since = ? WHERE key_id = ? AND since <> ?', [since, keyId, since]);
}
