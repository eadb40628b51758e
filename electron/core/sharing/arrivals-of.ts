import { type SharedKind, sharedKinds } from '#shared/domain/field-changes/shared-fields.ts';
import {
  isNewRecord,
  isRecordChange,
  type NewRecordEntry,
  type RecordChangesBody,
} from '#shared/protocol/record-changes-body.ts';
import type { Arrival } from '../store/tables/arrivals.ts';

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
