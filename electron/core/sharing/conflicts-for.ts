import { fieldRule, personOfField } from '#shared/domain/field-changes/shared-fields.ts';
import { isPermitted } from '#shared/domain/permissions.ts';
import type { Role } from '#shared/domain/role.ts';
import type { Conflict } from '#shared/ipc/conflicts.ts';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';
import type { ReadDb } from '../store/database.ts';
import { caseById } from '../store/tables/cases.ts';
import { type ConflictRecord, openConflicts } from '../store/tables/conflicts.ts';
import { personById } from '../store/tables/persons.ts';
import { personTitle } from '../titles.ts';
import { fieldState } from './field-state.ts';
import { editableKindOf } from './record-kinds.ts';
import { workstationName } from './workstation-name.ts';

/** Identity, purpose, handling and disclosure are a supervisor's to decide; everything else anybody's who writes cases. */
export const mayDecide = (roles: readonly Role[], isLegal: boolean): boolean =>
  isPermitted(roles, isLegal ? 'conflict.decide' : 'case.write');

/** What waits for a decision, with all its values; the oldest first. */
export function conflictsFor(db: ReadDb, roles: readonly Role[], caseId: CaseId | null): Conflict[] {
  return openConflicts(db).flatMap((open) => conflictOf(db, roles, caseId, open));
}

function conflictOf(db: ReadDb, roles: readonly Role[], caseId: CaseId | null, open: ConflictRecord): Conflict[] {
  const { kind, recordId, field, foundAt } = open;
  const records = editableKindOf(kind);
  const rule = fieldRule(kind, field);
  const state = rule && fieldState(db, rule, recordId, field);
  if (!records || !rule || !state) return [];
  const cases = records.cases(db, recordId);
  if (caseId !== null && !cases.includes(caseId)) return [];
  const inCase = caseId ?? cases[0] ?? null;
  const legal = rule.class === 'legal';
  return [
    {
      kind: kind as Conflict['kind'],
      recordId,
      field,
      title: records.title(db, recordId),
      caseId: inCase,
      caseReference: inCase === null ? null : (caseById(db, inCase)?.reference ?? null),
      about: nameInField(db, field),
      legal,
      text: rule.class === 'free-text',
      foundAt,
      base: named(db, field, state.heads[0]?.base ?? null),
      versions: state.heads.map(({ id, value, author, workstation, at }, index) => ({
        change: id,
        value: named(db, field, value),
        author,
        workstation: workstationName(workstation),
        at,
        isShown: index === 0,
      })),
      mayDecide: mayDecide(roles, legal),
    },
  ];
}

/** A person a field points to is shown by name. */
function named(db: ReadDb, field: string, value: unknown): unknown {
  if (field !== 'holderId' || typeof value !== 'string') return value;
  const person = personById(db, value as PersonId);
  return { id: value, name: person ? personTitle(person) : value };
}

function nameInField(db: ReadDb, field: string): string | null {
  const id = personOfField(field);
  const person = id === null ? null : personById(db, id as PersonId);
  return person ? personTitle(person) : null;
}
