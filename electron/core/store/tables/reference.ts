import type { DatabaseKind } from '#shared/domain/database-kind.ts';
import type { ReadDb, WriteDb } from '../database.ts';

/** The copy of one reference database on this machine: how far it has come, and how many records it holds. */
export interface ReferenceCopy {
  readonly database: DatabaseKind;
  /** Where the next fetch goes on; the synchronisation's own. */
  readonly cursor: string;
  /** How the database stood, ms; null until the copy was complete once. */
  readonly asOf: number | null;
  readonly records: number;
}

export function referenceCopies(db: ReadDb): ReferenceCopy[] {
  return db.all<ReferenceCopy>(
    'SELECT database, cursor, as_of AS asOf, records FROM reference_copies ORDER BY database',
  );
}

export function referenceCopy(db: ReadDb, database: DatabaseKind): ReferenceCopy | null {
  return (
    db.get<ReferenceCopy>('SELECT database, cursor, as_of AS asOf, records FROM reference_copies WHERE database = ?', [
      database,
    ]) ?? null
  );
}

/** Moves a copy on, in the transaction of the records that came; the number of its records is counted anew. */
export function putReferenceCopy(tx: WriteDb, database: DatabaseKind, cursor: string, asOf: number | null): void {
  const held = tx.get<{ records: number }>('SELECT count(*) AS records FROM reference_records WHERE database = ?', [
    database,
  ]);
  tx.run(
    `INSERT INTO reference_copies (database, cursor, as_of, records) VALUES (?, ?, ?, ?)
     ON CONFLICT (database) DO UPDATE SET cursor = excluded.cursor, as_of = excluded.as_of, records = excluded.records`,
    [database, cursor, asOf, held?.records ?? 0],
  );
}

/** @param keys what it can be found under, see `recordKeys` in shared/domain/candidates.ts */
export function putReferenceRecord(
  tx: WriteDb,
  database: DatabaseKind,
  recordId: string,
  record: unknown,
  keys: readonly string[],
): void {
  tx.run('DELETE FROM reference_keys WHERE database = ? AND record_id = ?', [database, recordId]);
  tx.run(
    `INSERT INTO reference_records (database, record_id, record) VALUES (?, ?, ?)
     ON CONFLICT (database, record_id) DO UPDATE SET record = excluded.record`,
    [database, recordId, JSON.stringify(record)],
  );
  for (const key of new Set(keys)) {
    tx.run('INSERT INTO reference_keys (database, key, record_id) VALUES (?, ?, ?)', [database, key, recordId]);
  }
}

/** A record its owner has withdrawn. */
export function deleteReferenceRecord(tx: WriteDb, database: DatabaseKind, recordId: string): void {
  tx.run('DELETE FROM reference_keys WHERE database = ? AND record_id = ?', [database, recordId]);
  tx.run('DELETE FROM reference_records WHERE database = ? AND record_id = ?', [database, recordId]);
}

/** Nothing is searched in it until it was complete once more. */
export function emptyReferenceCopy(tx: WriteDb, database: DatabaseKind): void {
  tx.run('DELETE FROM reference_keys WHERE database = ?', [database]);
  tx.run('DELETE FROM reference_records WHERE database = ?', [database]);
  putReferenceCopy(tx, database, '0', null);
}

/** Every record that shares a key with a search: a true match shares at least one. The records as JSON values. */
export function recordsByKeys(db: ReadDb, database: DatabaseKind, keys: readonly string[]): unknown[] {
  return db
    .all<{ record: string }>(
      `SELECT r.record FROM reference_records r WHERE r.database = ?1 AND r.record_id IN (
         SELECT k.record_id FROM reference_keys k WHERE k.database = ?1 AND k.key IN (SELECT value FROM json_each(?2)))`,
      [database, JSON.stringify(keys)],
    )
    .map(({ record }) => JSON.parse(record) as unknown);
}

export function referenceRecord(db: ReadDb, database: DatabaseKind, recordId: string): unknown {
  const row = db.get<{ record: string }>('SELECT record FROM reference_records WHERE database = ? AND record_id = ?', [
    database,
    recordId,
  ]);
  return row ? (JSON.parse(row.record) as unknown) : null;
}
