import type { OfferedKind } from '#shared/domain/field-changes/shared-fields.ts';
import type { ReadDb, WriteDb } from '../database.ts';

/** Whether the bureau's other workstations have a record, or have been sent it. */
export function isShared(db: ReadDb, id: string): boolean {
  return db.get('SELECT 1 FROM shared_records WHERE id = ?', [id]) !== undefined;
}

/** Returns whether it was not shared before. */
export function markShared(tx: WriteDb, id: string): boolean {
  return tx.run('INSERT INTO shared_records (id) VALUES (?) ON CONFLICT (id) DO NOTHING', [id]) === 1;
}

/** Whether the bureau has another workstation that is in use. */
export function hasColleagues(db: ReadDb, bureau: string, workstation: string): boolean {
  return (
    db.get("SELECT 1 FROM workstations WHERE bureau = ? AND id <> ? AND status = 'active' LIMIT 1", [
      bureau,
      workstation,
    ]) !== undefined
  );
}

const tables: Readonly<Record<OfferedKind, string>> = {
  case: 'cases',
  person: 'persons',
  document: 'documents',
  vehicle: 'vehicles',
  note: 'notes',
  file: 'attachments',
  check: 'checks',
};

/** What stands in no case is nobody else's; and what a message brought has come to every workstation of the bureau with the message. */
const ONLY: Partial<Record<OfferedKind, string>> = {
  file: 'AND t.message_id IS NULL AND t.case_id IS NOT NULL',
  check: 'AND t.case_id IS NOT NULL',
};

interface RecordRow {
  readonly id: string;
  readonly row: number;
}

/** Records of a kind that the others have not got, the oldest first, behind a row. */
export const unsharedRecords = (db: ReadDb, kind: OfferedKind, after: number, limit: number): RecordRow[] =>
  recordsWhere(db, 'NOT EXISTS', kind, after, limit);

/** Those that the others have, or have been sent. */
export const sharedRecords = (db: ReadDb, kind: OfferedKind, after: number, limit: number): RecordRow[] =>
  recordsWhere(db, 'EXISTS', kind, after, limit);

function recordsWhere(
  db: ReadDb,
  shared: 'EXISTS' | 'NOT EXISTS',
  kind: OfferedKind,
  after: number,
  limit: number,
): RecordRow[] {
  return db.all(
    `SELECT t.id, t.rowid AS row FROM ${tables[kind]} t
     WHERE t.rowid > ? ${ONLY[kind] ?? ''} AND ${shared} (SELECT 1 FROM shared_records s WHERE s.id = t.id) ORDER BY t.rowid LIMIT ?`,
    [after, limit],
  );
}
