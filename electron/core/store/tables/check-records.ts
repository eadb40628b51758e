import type { CheckId } from '#shared/lib/ids.ts';
import type { WriteDb } from '../database.ts';

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
