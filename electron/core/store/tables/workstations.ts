import type { WorkstationId } from '#shared/lib/ids.ts';
import type { ReadDb, WriteDb } from '../database.ts';

/** A workstation of the hub's directory: its key verifies what it signed. */
export interface WorkstationRecord {
  readonly id: WorkstationId;
  readonly bureau: string;
  /** Base64url, Ed25519. */
  readonly signingKey: string;
  readonly status: 'active' | 'revoked';
}

export function workstationById(db: ReadDb, id: string): WorkstationRecord | null {
  return (
    db.get<WorkstationRecord>('SELECT id, bureau, signing_key AS signingKey, status FROM workstations WHERE id = ?', [
      id,
    ]) ?? null
  );
}

export function putWorkstation(tx: WriteDb, workstation: WorkstationRecord): void {
  tx.run(
    `INSERT INTO workstations (id, bureau, signing_key, status) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET bureau = excluded.bureau, signing_key = excluded.signing_key, status = excluded.status`,
    [workstation.id, workstation.bureau, workstation.signingKey, workstation.status],
  );
}
