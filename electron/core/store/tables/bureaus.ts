import type { BureauRole } from '#shared/domain/role.ts';
import type { DirectoryKey } from '#shared/protocol/directory.ts';
import type { ReadDb, WriteDb } from '../database.ts';

/** A bureau of the hub's directory, as it was last fetched. */
export interface BureauRecord {
  readonly code: string;
  readonly role: BureauRole;
  /** By language. */
  readonly names: Readonly<Record<string, string>>;
  readonly keys: readonly DirectoryKey[];
}

type Stored = Pick<BureauRecord, 'code' | 'role'> & { readonly names: string; readonly keys: string };

const fromStored = (row: Stored): BureauRecord => ({
  ...row,
  names: JSON.parse(row.names) as Record<string, string>,
  keys: JSON.parse(row.keys) as DirectoryKey[],
});

export function allBureaus(db: ReadDb): BureauRecord[] {
  return db.all<Stored>('SELECT code, role, names, keys FROM bureaus ORDER BY code').map(fromStored);
}

export function bureauByCode(db: ReadDb, code: string): BureauRecord | null {
  const row = db.get<Stored>('SELECT code, role, names, keys FROM bureaus WHERE code = ?', [code]);
  return row ? fromStored(row) : null;
}

export function putBureau(tx: WriteDb, bureau: BureauRecord, now: number): void {
  tx.run(
    `INSERT INTO bureaus (code, role, names, keys, updated_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (code) DO UPDATE SET role = excluded.role, names = excluded.names, keys = excluded.keys, updated_at = excluded.updated_at`,
    [bureau.code, bureau.role, JSON.stringify(bureau.names), JSON.stringify(bureau.keys), now],
  );
}

/** The key to seal to, or null while nothing can be sealed to the bureau. */
export const currentKey = (bureau: BureauRecord): DirectoryKey | null =>
  bureau.keys.find((key) => key.status === 'current') ?? null;
