import { z } from 'zod';
import { sharedFields } from '#shared/domain/field-changes/shared-fields.ts';
import { personRole } from '#shared/domain/person-role.ts';
import { personFields } from '#shared/ipc/persons.ts';
import { caseId, type PersonId } from '#shared/lib/ids.ts';
import { indexPerson } from '../search-index.ts';
import { caseById } from '../store/tables/cases.ts';
import {
  casesOfPerson,
  insertPerson,
  linkPerson,
  type PersonRecord,
  personById,
  updatePersonFields,
} from '../store/tables/persons.ts';
import { personTitle } from '../titles.ts';
import type { EditableRecordKind } from './record-kind.ts';

const inCases = z.array(z.object({ caseId, role: personRole }));

export const sharedPerson: EditableRecordKind = {
  known: ['mrz', 'cases', ...Object.keys(sharedFields.person)],
  needs: (db, id) => casesOfPerson(db, id as PersonId).map((one) => ({ kind: 'case', id: one.id })),

  whole(db, id) {
    const record = personById(db, id as PersonId);
    if (!record) return null;
    const cases = casesOfPerson(db, record.id).map((one) => ({ caseId: one.id, role: one.role }));
    const values = { ...personFields.parse(record), mrz: record.mrz, cases };
    return { values, author: record.createdBy, at: record.createdAt };
  },

  field: (db, id, field) => personById(db, id as PersonId)?.[field as keyof PersonRecord] ?? null,

  insert({ tx, now }, { id, values, author, at }) {
    const fields = personFields.safeParse(values);
    const cases = inCases.safeParse(values.cases);
    if (!fields.success || !cases.success) return 'not-understood';
    const missing = cases.data.find((one) => !caseById(tx, one.caseId));
    if (missing) return { needs: missing.caseId };
    const personId = id as PersonId;
    const mrz = typeof values.mrz === 'string' ? values.mrz : null;
    insertPerson(tx, {
      ...fields.data,
      id: personId,
      mrz,
      createdAt: at,
      createdBy: author,
      updatedAt: now,
      version: 1,
    });
    for (const one of cases.data) linkPerson(tx, { ...one, personId, at, by: author });
    indexPerson(tx, personId, fields.data);
    return 'written';
  },

  write({ tx, now }, id, field, value) {
    const before = personById(tx, id as PersonId);
    if (!before) return { needs: id };
    const after = personFields.safeParse({ ...before, [field]: value });
    if (!after.success) return 'not-understood';
    updatePersonFields(tx, before.id, after.data, now);
    indexPerson(tx, before.id, after.data);
    return 'written';
  },

  version: (db, id) => personById(db, id as PersonId)?.version ?? 0,
  title: (db, id) => {
    const person = personById(db, id as PersonId);
    return person ? personTitle(person) : '';
  },
  cases: (db, id) => casesOfPerson(db, id as PersonId).map((one) => one.id),
};
