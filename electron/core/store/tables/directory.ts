import type { BureauRole } from '#shared/domain/role.ts';
import type { Directory, DirectoryKey } from '#shared/protocol/directory.ts';
import type { ReadDb, WriteDb } from '../database.ts';

/** A bureau as this workstation knows it from the hub's directory. */
export interface BureauRow {
  readonly code: string;
  readonly role: BureauRole;
  readonly names: Readonly<Record<string, string>>;
  readonly keys: readonly DirectoryKey[];
}

interface Stored {
  readonly code: string;
  readonly role: BureauRole;
  readonly names: string;
  readonly keys: string;
}

const fromStored = (row: Stored): BureauRow => ({
  code: row.code,
  role: row.role,
  names: JSON.parse(row.names) as BureauRow['names'],
  keys: JSON.parse(row.keys) as DirectoryKey[],
});

export function allBureaus(db: ReadDb): BureauRow[] {
  return db.all<Stored>('SELECT code, role, names, keys FROM bureaus ORDER BY code').map(fromStored);
}

export function bureauByCode(db: ReadDb, code: string): BureauRow | null {
  const row = db.get<Stored>('SELECT code, role, names, keys FROM bureaus WHERE code = ?', [code]);
  return row ? fromStored(row) : null;
}

/** The signing key (base64url, raw Ed25519) of a workstation, also of a revoked one: what it signed before still stands. */
export function signingKeyOf(
  db: ReadDb,
  workstation: string,
): { readonly bureau: string; readonly signingKey: string } | null {
  const row = db.get<{ bureau: string; signing_key: string }>(
    'SELECT bureau, signing_key FROM workstations WHERE id = ?',
    [workstation],
  );
  return row ? { bureau: row.bureau, signingKey: row.signing_key } : null;
}

/** Takes in the hub's directory. Nothing is deleted: an envelope of a bureau that has left can still be read. */
export function storeDirectory(tx: WriteDb, { bureaus, workstations }: Directory, now: number): void {
  for (const { code, role, names, encryptionKeys } of bureaus) {
    tx.run(
      `INSERT INTO bureaus (code, role, names, keys, updated_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (code) DO UPDATE SET role = excluded.role, names = excluded.names, keys = excluded.keys, updated_at = excluded.updated_at`,
      [code, role, JSON.stringify(names), JSON.stringify(encryptionKeys), now],
    );
  }
  for (const { id, bureau, signingKey, status } of workstations) {
    tx.run(
      `INSERT INTO workstations (id, bureau, signing_key, status) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET status = excluded.status`,
      [id, bureau, signingKey, status],
    );
  }
}
