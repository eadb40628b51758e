import type { FieldRule } from '#shared/domain/field-changes/field-class.ts';
import { type FieldState, mergeField } from '#shared/domain/field-changes/merge-field.ts';
import type { ReadDb } from '../store/database.ts';
import { changesOfField, headsOfField, type RecordChange } from '../store/tables/record-changes.ts';

/**
 * What all known changes of a field make of it; null where there are none. Only sets and lists are made of their whole history: of
 * every other class, the changes that another has followed say nothing any more.
 */
export function fieldState(
  db: ReadDb,
  rule: FieldRule,
  recordId: string,
  field: string,
): FieldState<RecordChange> | null {
  const isMadeOfAll = rule.class === 'set' || rule.class === 'append-only';
  return mergeField(rule, (isMadeOfAll ? changesOfField : headsOfField)(db, recordId, field));
}
