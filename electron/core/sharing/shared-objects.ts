import { z } from 'zod';
import { sharedFields } from '#shared/domain/field-changes/shared-fields.ts';
import { documentFields, vehicleFields } from '#shared/ipc/objects.ts';
import { caseId, type DocumentId, type VehicleId } from '#shared/lib/ids.ts';
import { indexDocument, indexVehicle } from '../search-index.ts';
import type { ReadDb } from '../store/database.ts';
import { caseById } from '../store/tables/cases.ts';
import {
  casesOfDocument,
  type DocumentRecord,
  documentById,
  documentOrigin,
  insertDocument,
  linkDocument,
  updateDocumentFields,
} from '../store/tables/documents.ts';
import { personById } from '../store/tables/persons.ts';
import {
  casesOfVehicle,
  insertVehicle,
  linkVehicle,
  updateVehicleFields,
  type VehicleRecord,
  vehicleById,
  vehicleOrigin,
} from '../store/tables/vehicles.ts';
import { documentTitle, personTitle, vehicleTitle } from '../titles.ts';
import type { EditableRecordKind } from './record-kind.ts';

const inCases = z.array(caseId);

export const sharedDocument: EditableRecordKind = {
  known: ['cases', ...Object.keys(sharedFields.document)],
  needs(db, id) {
    const holder = documentById(db, id as DocumentId)?.holderId ?? null;
    const cases = casesOfDocument(db, id as DocumentId).map((one) => ({ kind: 'case' as const, id: one.id }));
    return holder === null ? cases : [...cases, { kind: 'person', id: holder }];
  },

  whole(db, id) {
    const record = documentById(db, id as DocumentId);
    const origin = documentOrigin(db, id as DocumentId);
    if (!record || !origin) return null;
    const cases = casesOfDocument(db, record.id).map((one) => one.id);
    return { values: { ...documentFields.parse(record), cases }, author: origin.by, at: origin.at };
  },

  field: (db, id, field) => documentById(db, id as DocumentId)?.[field as keyof DocumentRecord] ?? null,

  insert({ tx }, { id, values, author, at }) {
    const fields = documentFields.safeParse(values);
    const cases = inCases.safeParse(values.cases);
    if (!fields.success || !cases.success) return 'not-understood';
    const missing = missingCase(tx, cases.data) ?? missingHolder(tx, fields.data.holderId);
    if (missing !== null) return { needs: missing };
    const documentId = id as DocumentId;
    insertDocument(tx, { ...fields.data, id: documentId, createdAt: at, createdBy: author });
    for (const one of cases.data) linkDocument(tx, one, documentId, at, author);
    indexDocument(tx, documentId, fields.data, holderName(tx, fields.data.holderId));
    return 'written';
  },

  write({ tx, now }, id, field, value) {
    const before = documentById(tx, id as DocumentId);
    if (!before) return { needs: id };
    const after = documentFields.safeParse({ ...before, [field]: value });
    if (!after.success) return 'not-understood';
    const missing = missingHolder(tx, after.data.holderId);
    if (missing !== null) return { needs: missing };
    updateDocumentFields(tx, before.id, after.data, now);
    indexDocument(tx, before.id, after.data, holderName(tx, after.data.holderId));
    return 'written';
  },

  version: (db, id) => documentById(db, id as DocumentId)?.version ?? 0,
  title: (db, id) => {
    const document = documentById(db, id as DocumentId);
    return document ? documentTitle(document) : '';
  },
  cases: (db, id) => casesOfDocument(db, id as DocumentId).map((one) => one.id),
};

export const sharedVehicle: EditableRecordKind = {
  known: ['cases', ...Object.keys(sharedFields.vehicle)],
  needs: (db, id) => casesOfVehicle(db, id as VehicleId).map((one) => ({ kind: 'case', id: one.id })),

  whole(db, id) {
    const record = vehicleById(db, id as VehicleId);
    const origin = vehicleOrigin(db, id as VehicleId);
    if (!record || !origin) return null;
    const cases = casesOfVehicle(db, record.id).map((one) => one.id);
    return { values: { ...vehicleFields.parse(record), cases }, author: origin.by, at: origin.at };
  },

  field: (db, id, field) => vehicleById(db, id as VehicleId)?.[field as keyof VehicleRecord] ?? null,

  insert({ tx }, { id, values, author, at }) {
    const fields = vehicleFields.safeParse(values);
    const cases = inCases.safeParse(values.cases);
    if (!fields.success || !cases.success) return 'not-understood';
    const missing = missingCase(tx, cases.data);
    if (missing !== null) return { needs: missing };
    const vehicleId = id as VehicleId;
    insertVehicle(tx, { ...fields.data, id: vehicleId, createdAt: at, createdBy: author });
    for (const one of cases.data) linkVehicle(tx, one, vehicleId, at, author);
    indexVehicle(tx, vehicleId, fields.data);
    return 'written';
  },

  write({ tx, now }, id, field, value) {
    const before = vehicleById(tx, id as VehicleId);
    if (!before) return { needs: id };
    const after = vehicleFields.safeParse({ ...before, [field]: value });
    if (!after.success) return 'not-understood';
    updateVehicleFields(tx, before.id, after.data, now);
    indexVehicle(tx, before.id, after.data);
    return 'written';
  },

  version: (db, id) => vehicleById(db, id as VehicleId)?.version ?? 0,
  title: (db, id) => {
    const vehicle = vehicleById(db, id as VehicleId);
    return vehicle ? vehicleTitle(vehicle) : '';
  },
  cases: (db, id) => casesOfVehicle(db, id as VehicleId).map((one) => one.id),
};

const missingCase = (db: ReadDb, cases: z.infer<typeof inCases>): string | null =>
  cases.find((id) => !caseById(db, id)) ?? null;

type HolderId = DocumentRecord['holderId'];

const missingHolder = (db: ReadDb, id: HolderId): string | null => (id !== null && !personById(db, id) ? id : null);

function holderName(db: ReadDb, id: HolderId): string | null {
  const holder = id === null ? null : personById(db, id);
  return holder ? personTitle(holder) : null;
}
