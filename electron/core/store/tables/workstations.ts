import type { WorkstationId } from '#shared/lib/ids.ts';
import type { ReadDb, WriteDb } from '../database.ts';

/** A workstation of the hub's directory: its key verifies what it signed. */
export interface WorkstationRecord {
  readonly id: WorkstationId;
  readonly bureau: string;
  /** Base64url, Ed25519. */
  readonly signingKey: string;
  /** Base64url, X25519. */
  readonly deviceKey: string;
  readonly status: 'active' | 'revoked';
  readonly enrolledAt: number;
  /** The bureau key it may hold, of a revoked one. */
  readonly revokedUnder: string | null;
}

const COLUMNS = `id, bureau, signing_key AS signingKey, device_key AS deviceKey, status, enrolled_at AS enrolledAt,
  revoked_under AS revokedUnder`;

export function workstationById(db: ReadDb, id: string): WorkstationRecord | null {
  return db.get<WorkstationRecord>(`SELECT ${COLUMNS} FROM workstations WHERE id = ?`, [id]) ?? null;
}

/** In the order in which they enrolled: their ids are. */
export function workstationsOfBureau(db: ReadDb, bureau: string): WorkstationRecord[] {
  return db.all<WorkstationRecord>(`SELECT ${COLUMNS} FROM workstations WHERE bureau = ? ORDER BY id`, [bureau]);
}

export function countActiveWorkstations(db: ReadDb, bureau: string): number {
  const sql = "SELECT count(*) AS count FROM workstations WHERE bureau = ? AND status = 'active'";
  return db.get<{ count: number }>(sql, [bureau])?.count ?? 0;
}

/**
 * Whose it is, and by which key it signs, stays as it was first seen, for as long as it lives: a directory that says otherwise is false. The
 * device key is held against the one that people have compared (bureau-keys/members.ts). Revoked is for good, whatever a hub says later that has forgotten it.
 */
export function putWorkstation(tx: WriteDb, workstation: WorkstationRecord): void {
  tx.run(
    `INSERT INTO workstations (id, bureau, signing_key, device_key, status, enrolled_at, revoked_under) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET device_key = excluded.device_key,
       status = CASE workstations.status WHEN 'revoked' THEN 'revoked' ELSE excluded.status END, enrolled_at = excluded.enrolled_at,
       revoked_under = coalesce(excluded.revoked_under, workstations.revoked_under)`,
    [
      workstation.id,
      workstation.bureau,
      workstation.signingKey,
      workstation.deviceKey,
      workstation.status,
      workstation.enrolledAt,
      workstation.revokedUnder,
    ],
  );
}
