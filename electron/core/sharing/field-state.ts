import type { FieldClass, FieldRule } from '#shared/domain/field-changes/field-class.ts';
import { type FieldState, mergeField } from '#shared/domain/field-changes/merge-field.ts';
import { fieldRule } from '#shared/domain/field-changes/shared-fields.ts';
import type { ReadDb, WriteDb } from '../store/database.ts';
import {
  changesOfField,
  forgetFollowedChanges,
  headsOfField,
  type RecordChange,
} from '../store/tables/record-changes.ts';

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

/**
 * Of these classes nothing is made of what another edit has followed. Nor is it of the legal ones, but what somebody's identity or the
 * purpose of a case was before stands nowhere else.
 */
const MAY_BE_FORGOTTEN: readonly FieldClass[] = ['plain', 'free-text', 'state-machine', 'latest'];

/** Lets go of what an edit has followed, in the transaction that takes the edit in; nothing of a field that only a newer version knows. */
export function forgetFollowed(tx: WriteDb, { kind, recordId, field }: RecordChange): void {
  const rule = fieldRule(kind, field);
  if (rule && MAY_BE_FORGOTTEN.includes(rule.class)) forgetFollowedChanges(tx, recordId, field);
}
