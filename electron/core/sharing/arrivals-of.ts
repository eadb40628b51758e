import { type SharedKind, sharedKinds } from '#shared/domain/field-changes/shared-fields.ts';
import {
  isNewRecord,
  isRecordChange,
  type NewRecordEntry,
  type RecordChangesBody,
  recordChangesBody,
} from '#shared/protocol/record-changes-body.ts';
import type { ReadDb } from '../store/database.ts';
import { type Arrival, hasArrived } from '../store/tables/arrivals.ts';
import type { OutboxRecord } from '../store/tables/outbox.ts';

/** What changes of shared records bring. The words by which workstations ask each other for something are none of it. */
export const arrivalsOf = ({ entries }: RecordChangesBody): Arrival[] =>
  entries.flatMap((entry): Arrival[] => {
    if (isRecordChange(entry)) return [{ id: entry.id, kind: 'change', refId: entry.recordId }];
    return isNewRecord(entry) && isSharedKind(entry.kind)
      ? [{ id: entry.id, kind: entry.kind, refId: refOf(entry) }]
      : [];
  });

const isSharedKind = (kind: string): kind is SharedKind => (sharedKinds as readonly string[]).includes(kind);

/** What follows a record later is said of that record. */
function refOf({ kind, id, values }: NewRecordEntry): string {
  if (kind === 'file-content') return String(values.fileId);
  return kind === 'check-answer' ? String(values.checkId) : id;
}

/** Whether the stream has brought what an item of the outbox says: all of it, and the hub still has it. */
export function hasComeBack(db: ReadDb, { kind, id, envelopeId, body }: OutboxRecord): boolean {
  if (kind === 'message') return hasArrived(db, envelopeId ?? id);
  if (kind === 'case-file') return hasArrived(db, id);
  if (kind !== 'record-changes' || body === null) return false;
  const said = arrivalsOf(recordChangesBody.parse(JSON.parse(body)));
  return said.length > 0 && said.every((one) => hasArrived(db, one.id));
}
