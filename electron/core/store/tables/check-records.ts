import type { CheckId } from '#shared/lib/ids.ts';
import type { ReadDb, WriteDb } from '../database.ts';

/** A record somebody looked at for a check, as it was then: the second of the two steps. */
export interface CheckRecordView {
  readonly checkId: CheckId;
  readonly recordId: string;
  readonly source: 'online' | 'local';
  readonly asOf: number | null;
  readonly record: unknown;
  readonly fetchedAt: number;
}

export function putCheckRecord(tx: WriteDb, view: CheckRecordView): void {
  tx.run(
    `INSERT INTO check_records (check_id, record_id, source, as_of, record, fetched_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (check_id, record_id) DO UPDATE
     SET source = excluded.source, as_of = excluded.as_of, record = excluded.record, fetched_at = excluded.fetched_at`,
    [view.checkId, view.recordId, view.source, view.asOf, JSON.stringify(view.record), view.fetchedAt],
  );
}

export function checkRecordView(db: ReadDb, checkId: string, recordId: string): CheckRecordView | null {
  const row = db.get<Omit<CheckRecordView, 'record'> & { readonly record: string }>(
    `SELECT check_id AS checkId, record_id AS recordId, source, as_of AS asOf, record, fetched_at AS fetchedAt
     FROM check_records WHERE check_id = ? AND record_id = ?`,
    [checkId, recordId],
  );
  return row ? { ...row, record: JSON.parse(row.record) as unknown } : null;
}
