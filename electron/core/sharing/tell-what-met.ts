import { isEditableKind } from '#shared/domain/field-changes/shared-fields.ts';
import { type RecordChange, unseenChanges } from '../store/tables/record-changes.ts';
import { type Recording, recordEvent } from '../timeline.ts';
import type { Projected } from './project-field.ts';
import { editableKindOf } from './record-kinds.ts';
import { workstationName } from './workstation-name.ts';

/**
 * What a change that arrived has met, in the timeline of each case it concerns: nothing, where its author knew all there was; a parallel
 * change, where two edits stand beside each other; a conflict, where they do not.
 */
export function tellWhatMet(rec: Recording, change: RecordChange, { state, isNewConflict }: Projected): void {
  const records = editableKindOf(change.kind);
  if (!records || !isEditableKind(change.kind) || change.decision) return;
  const met = unseenChanges(rec.tx, change);
  if (met.length === 0 || (state?.standing === 'conflict' && !isNewConflict)) return;
  const kind = isNewConflict ? 'conflict-found' : 'parallel-change';
  const fields = isNewConflict ? [change.field] : [...new Set([...met.map(({ field }) => field), change.field])];
  const data = {
    record: change.kind,
    name: records.title(rec.tx, change.recordId),
    fields: fields.join(','),
    from: workstationName(change.workstation),
  };
  const subject = { kind: change.kind, id: change.recordId };
  for (const caseId of records.cases(rec.tx, change.recordId))
    recordEvent(rec, { caseId, actor: change.author, kind, data, subject });
}
