import type { ReadDb, WriteDb } from '../database.ts';

/** A field with several values until a person has decided; the values stand in record_changes. */
export interface ConflictRecord {
  readonly recordId: string;
  readonly field: string;
  readonly kind: string;
  /** When this workstation met it. */
  readonly foundAt: number;
}

const COLUMNS = 'record_id AS recordId, field, record_kind AS kind, found_at AS foundAt';

/** The oldest first. */
export function openConflicts(db: ReadDb): ConflictRecord[] {
  return db.all<ConflictRecord>(`SELECT ${COLUMNS} FROM conflicts ORDER BY found_at, record_id, field`);
}

export function conflictOf(db: ReadDb, recordId: string, field: string): ConflictRecord | null {
  return (
    db.get<ConflictRecord>(`SELECT ${COLUMNS} FROM conflicts WHERE record_id = ? AND field = ?`, [recordId, field]) ??
    null
  );
}

/** The fields of a record that wait for a decision. */
export function disputedFields(db: ReadDb, recordId: string): string[] {
  return db
    .all<{ field: string }>('SELECT field FROM conflicts WHERE record_id = ? ORDER BY field', [recordId])
    .map(({ field }) => field);
}

/** Returns whether it was not open before. */
export function openConflict(tx: WriteDb, conflict: ConflictRecord): boolean {
  const { recordId, field, kind, foundAt } = conflict;
  return (
    tx.run(
      `INSERT INTO conflicts (record_id, field, record_kind, found_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (record_id, field) DO NOTHING`,
      [recordId, field, kind, foundAt],
    ) === 1
  );
}

export function closeConflict(tx: WriteDb, recordId: string, field: string): void {
  tx.run('DELETE FROM conflicts WHERE record_id = ? AND field = ?', [recordId, field]);
}
