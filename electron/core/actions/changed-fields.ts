import type { AppError } from '#shared/ipc/wire.ts';
import type { ReadDb } from '../store/database.ts';
import { disputedFields } from '../store/tables/conflicts.ts';

/** The names of the fields whose value an edit really changes. */
export function changedFields<T extends object>(before: T, changes: Partial<T>): (keyof T & string)[] {
  return (Object.keys(changes) as (keyof T & string)[]).filter(
    (name) => changes[name] !== undefined && JSON.stringify(before[name]) !== JSON.stringify(changes[name]),
  );
}

/** `before` with the changes that say something; a field left out stays as it was. */
export function withChanges<T extends object>(before: T, changes: Partial<T>): T {
  const said = Object.entries(changes).filter(([, value]) => value !== undefined);
  return { ...before, ...Object.fromEntries(said) };
}

/** Somebody else's edit came first: theirs stays, this one is offered to its author again. */
export const editedElsewhere = (version: number): AppError => ({ code: 'edited-elsewhere', params: { version } });

/** A field that waits for a decision is not edited meanwhile: the decision is what ends the conflict. Null where none does. */
export function disputedAmong(db: ReadDb, recordId: string, fields: readonly string[]): AppError | null {
  const disputed = disputedFields(db, recordId).find((field) => fields.includes(field));
  return disputed === undefined ? null : { code: 'field-disputed', params: { field: disputed } };
}
