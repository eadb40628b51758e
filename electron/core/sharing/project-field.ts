import { type FieldState, sameValue } from '#shared/domain/field-changes/merge-field.ts';
import { fieldRule } from '#shared/domain/field-changes/shared-fields.ts';
import { closeConflict, openConflict } from '../store/tables/conflicts.ts';
import type { RecordChange } from '../store/tables/record-changes.ts';
import type { Recording } from '../timeline.ts';
import { fieldState } from './field-state.ts';
import type { Written } from './record-kind.ts';
import { editableKindOf } from './record-kinds.ts';

export interface Projected {
  readonly written: Written;
  readonly state: FieldState<RecordChange> | null;
  /** The edits did not come together, and did until now. */
  readonly isNewConflict: boolean;
}

/** Brings a record's field to what all its known changes make of it, in the caller's transaction, and opens or closes its conflict. */
export function projectField(rec: Recording, kind: string, recordId: string, field: string): Projected {
  const rule = fieldRule(kind, field);
  const records = editableKindOf(kind);
  if (!rule || !records) return { written: 'not-understood', state: null, isNewConflict: false };
  const state = fieldState(rec.tx, rule, recordId, field);
  if (!state) return { written: 'written', state, isNewConflict: false };
  if (records.version(rec.tx, recordId) === 0) return { written: { needs: recordId }, state, isNewConflict: false };
  const stands = sameValue(records.field(rec.tx, recordId, field), state.value);
  const written = stands ? 'written' : records.write(rec, recordId, field, state.value, state.heads[0]?.author ?? '');
  if (state.standing === 'conflict') {
    const isNewConflict = openConflict(rec.tx, { recordId, field, kind, foundAt: rec.now });
    return { written, state, isNewConflict };
  }
  closeConflict(rec.tx, recordId, field);
  return { written, state, isNewConflict: false };
}
