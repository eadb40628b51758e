import { z } from 'zod';
import { partialDate } from '../domain/partial-date.ts';
import { documentType } from '../domain/travel-document.ts';
import { caseId, documentId, personId, vehicleId } from '../lib/ids.ts';
import { changesOf } from './changes.ts';
import { action, query } from './entry.ts';
import { instant, page, window } from './paging.ts';

const text = (max: number) => z.string().trim().max(max).default('');
const country = z.string().regex(/^[A-Z]{1,3}$/);

export const documentFields = z.object({
  number: z.string().trim().min(1).max(40),
  type: documentType,
  /** ICAO 9303-3 three-letter code. */
  issuingCountry: country,
  holderId: personId.nullable().default(null),
  issueDate: partialDate.nullable().default(null),
  expiryDate: partialDate.nullable().default(null),
  remarks: text(2000),
});
export type DocumentFields = z.infer<typeof documentFields>;

/** Old chassis numbers must be storable, so a VIN is never refused for its form (ISO 3779). */
export const vehicleFields = z.object({
  vin: text(40),
  plate: text(20),
  plateCountry: country.nullable().default(null),
  engineNumber: text(40),
  make: text(60),
  model: text(60),
  colour: text(40),
  year: z.int().min(1885).max(2200).nullable().default(null),
  remarks: text(2000),
});
export type VehicleFields = z.infer<typeof vehicleFields>;

const inCases = { cases: z.array(z.object({ id: caseId, reference: z.string(), title: z.string() })) };

export const documentDetail = documentFields.extend({
  id: documentId,
  version: z.int(),
  updatedAt: instant,
  holderName: z.string().nullable(),
  ...inCases,
});
export const vehicleDetail = vehicleFields.extend({ id: vehicleId, version: z.int(), updatedAt: instant, ...inCases });

export const objectKind = z.enum(['person', 'document', 'vehicle']);
export type ObjectKind = z.infer<typeof objectKind>;

/** One line of "People & objects", whatever it is. */
export const objectRow = z.object({
  kind: objectKind,
  id: z.string(),
  title: z.string(),
  detail: z.string(),
  country: z.string().nullable(),
  date: z.string().nullable(),
  cases: z.int(),
  updatedAt: instant,
});
export type ObjectRow = z.infer<typeof objectRow>;

export const objectEntries = {
  'object.list': query({
    input: z.object({ search: z.string().max(200).default(''), kind: objectKind.nullable().default(null), ...window }),
    output: page(objectRow),
    access: 'case.read',
    reads: ['persons', 'documents', 'vehicles', 'case_persons', 'case_documents', 'case_vehicles'],
  }),
  'document.get': query({
    input: z.object({ id: documentId }),
    output: documentDetail,
    access: 'case.read',
    reads: ['documents', 'case_documents', 'persons'],
    audit: { subject: 'document', id: (input) => input.id },
  }),
  'case.documents': query({
    input: z.object({ id: caseId }),
    output: z.array(documentDetail.omit({ cases: true })),
    access: 'case.read',
    reads: ['documents', 'case_documents', 'persons'],
  }),
  'document.create': action({
    input: z.object({ caseId, fields: documentFields }),
    output: z.object({ id: documentId }),
    access: 'case.write',
    adds: true,
    audit: { subject: 'document', id: (_input, output) => output.id },
  }),
  'document.update': action({
    input: z.object({ id: documentId, version: z.int(), changes: changesOf(documentFields) }),
    output: z.object({ version: z.int() }),
    access: 'case.write',
    audit: { subject: 'document', id: (input) => input.id },
  }),
  'vehicle.get': query({
    input: z.object({ id: vehicleId }),
    output: vehicleDetail,
    access: 'case.read',
    reads: ['vehicles', 'case_vehicles'],
    audit: { subject: 'vehicle', id: (input) => input.id },
  }),
  'case.vehicles': query({
    input: z.object({ id: caseId }),
    output: z.array(vehicleDetail.omit({ cases: true })),
    access: 'case.read',
    reads: ['vehicles', 'case_vehicles'],
  }),
  'vehicle.create': action({
    input: z.object({ caseId, fields: vehicleFields }),
    output: z.object({ id: vehicleId }),
    access: 'case.write',
    adds: true,
    audit: { subject: 'vehicle', id: (_input, output) => output.id },
  }),
  'vehicle.update': action({
    input: z.object({ id: vehicleId, version: z.int(), changes: changesOf(vehicleFields) }),
    output: z.object({ version: z.int() }),
    access: 'case.write',
    audit: { subject: 'vehicle', id: (input) => input.id },
  }),
} as const;
