import { z } from 'zod';
import { caseStatus } from '#shared/domain/case-status.ts';
import { personOfField, sharedFields } from '#shared/domain/field-changes/shared-fields.ts';
import { personRole } from '#shared/domain/person-role.ts';
import { type CaseFields, caseFields } from '#shared/ipc/cases.ts';
import { type CaseId, type PersonId, userId } from '#shared/lib/ids.ts';
import { indexCase } from '../search-index.ts';
import type { ReadDb, WriteDb } from '../store/database.ts';
import {
  type CaseRecord,
  caseById,
  insertCase,
  setCaseStatus,
  touchCase,
  updateCaseFields,
} from '../store/tables/cases.ts';
import { linkPerson, personById, roleInCase, setRoleInCase } from '../store/tables/persons.ts';
import { insertUser, userById } from '../store/tables/users.ts';
import type { Recording } from '../timeline.ts';
import { freeReference } from './case-references.ts';
import type { EditableRecordKind, Written } from './record-kind.ts';

/** The officer in charge crosses with the name: the account is another workstation's. */
const officer = z.object({ id: userId, name: z.string().max(200) }).nullable();
type Officer = z.infer<typeof officer>;

export const sharedCase: EditableRecordKind = {
  known: ['reference', ...Object.keys(sharedFields.case)],
  needs: () => [],

  whole(db, id) {
    const record = caseById(db, id as CaseId);
    if (!record) return null;
    const { title, crimeArea, priority, purpose, handling, marking, description, reference, status } = record;
    const own = { title, crimeArea, priority, purpose, handling, marking, description, reference, status };
    const values = { ...own, officerId: officerOf(db, record) };
    return { values, author: record.createdBy, at: record.createdAt };
  },

  field(db, id, field) {
    const person = personOfField(field);
    if (person !== null) return roleInCase(db, id as CaseId, person);
    const record = caseById(db, id as CaseId);
    return field === 'officerId' && record ? officerOf(db, record) : (record?.[field as keyof CaseRecord] ?? null);
  },

  insert(rec, { id, values, author, at }) {
    const status = caseStatus.safeParse(values.status);
    const inCharge = officer.safeParse(values.officerId ?? null);
    const fields = caseFields.safeParse({ ...values, officerId: inCharge.data?.id ?? null });
    if (!status.success || !inCharge.success || !fields.success) return 'not-understood';
    knowOfficer(rec, inCharge.data);
    const reference = freeReference(rec, id, String(values.reference));
    const record = { ...fields.data, id: id as CaseId, reference, status: status.data };
    const whole = { ...record, createdAt: at, createdBy: author, updatedAt: rec.now, version: 1 };
    insertCase(rec.tx, whole);
    indexCase(rec.tx, whole);
    return 'written';
  },

  write(rec, id, field, value, by) {
    const record = caseById(rec.tx, id as CaseId);
    if (!record) return { needs: id };
    const person = personOfField(field);
    if (person !== null) return writePersonInCase(rec, { caseId: record.id, personId: person as PersonId, by }, value);
    if (field === 'status') return writeStatus(rec, record.id, value);
    if (field === 'officerId') return writeOfficer(rec, record, value);
    return writeFields(rec, record, { [field]: value });
  },

  version: (db, id) => caseById(db, id as CaseId)?.version ?? 0,
  title: (db, id) => caseById(db, id as CaseId)?.title ?? '',
  cases: (_db, id) => [id as CaseId],
};

function writeFields({ tx, now }: Recording, before: CaseRecord, change: Partial<Record<string, unknown>>): Written {
  const after = caseFields.safeParse({ ...before, ...change });
  if (!after.success) return 'not-understood';
  updateCaseFields(tx, before.id, after.data, now);
  indexCase(tx, { ...before, ...after.data });
  return 'written';
}

function writeStatus({ tx, now }: Recording, id: CaseId, value: unknown): Written {
  const status = caseStatus.safeParse(value);
  if (!status.success) return 'not-understood';
  setCaseStatus(tx, id, status.data, now);
  return 'written';
}

function writeOfficer(rec: Recording, record: CaseRecord, value: unknown): Written {
  const read = officer.safeParse(value);
  if (!read.success) return 'not-understood';
  knowOfficer(rec, read.data);
  return writeFields(rec, record, { officerId: read.data?.id ?? null } satisfies Partial<CaseFields>);
}

function writePersonInCase(
  { tx, now }: Recording,
  place: { readonly caseId: CaseId; readonly personId: PersonId; readonly by: string },
  value: unknown,
): Written {
  const { caseId, personId } = place;
  const role = personRole.safeParse(value);
  if (!role.success) return 'not-understood';
  if (!personById(tx, personId)) return { needs: personId };
  const isNew = linkPerson(tx, { ...place, role: role.data, at: now });
  if (!isNew) setRoleInCase(tx, caseId, personId, role.data);
  touchCase(tx, caseId, now);
  return 'written';
}

function officerOf(db: ReadDb, { officerId }: Pick<CaseRecord, 'officerId'>): Officer {
  return officerId === null ? null : { id: officerId, name: userById(db, officerId)?.name ?? '' };
}

/** An account of another workstation: its name can be shown, and nobody can sign in with it. */
function knowOfficer({ tx, now }: { readonly tx: WriteDb; readonly now: number }, colleague: Officer): void {
  if (!colleague || userById(tx, colleague.id)) return;
  const { id, name } = colleague;
  insertUser(tx, { id, username: id, name, roles: [], active: false, createdAt: now });
}
