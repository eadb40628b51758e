import { canFollowCaseStatus, caseStatus } from '../case-status.ts';
import type { FieldRule } from './field-class.ts';

/**
 * What a bureau's workstations share. Notes, files and their contents, checks and their answers, timeline events and messages are only ever
 * added. A message comes by the bureau's stream; it crosses as a record only to who joined after the hub had let go of it.
 */
export const sharedKinds = [
  'case',
  'person',
  'document',
  'vehicle',
  'note',
  'file',
  'file-content',
  'check',
  'check-answer',
  'conversation',
  'event',
  'message',
] as const;
export type SharedKind = (typeof sharedKinds)[number];

/**
 * Those that a workstation offers whole when another joins, in this order: cases before what stands in them. The others go with what they
 * belong to.
 */
export const offeredKinds = [
  'case',
  'person',
  'document',
  'vehicle',
  'note',
  'file',
  'check',
] as const satisfies readonly SharedKind[];
export type OfferedKind = (typeof offeredKinds)[number];

export const isOfferedKind = (kind: string): kind is OfferedKind => (offeredKinds as readonly string[]).includes(kind);

/** Those whose fields people edit, and decide about where edits do not come together. */
export const editableKinds = ['case', 'person', 'document', 'vehicle'] as const satisfies readonly SharedKind[];
export type EditableKind = (typeof editableKinds)[number];

/** Those whose fields change: a conversation, which every workstation of the bureau has, is put into a case. */
export type ChangeableKind = EditableKind | 'conversation';

const plain: FieldRule = { class: 'plain' };
const legal: FieldRule = { class: 'legal' };
const text: FieldRule = { class: 'free-text' };
const set: FieldRule = { class: 'set' };
const latest: FieldRule = { class: 'latest' };
const addedOnce: FieldRule = { class: 'append-only' };

const statusMoves: FieldRule = {
  class: 'state-machine',
  canFollow: (from, to) => {
    const [before, after] = [caseStatus.safeParse(from), caseStatus.safeParse(to)];
    return before.success && after.success && canFollowCaseStatus(before.data, after.data);
  },
};

/**
 * The class of every shared field. Legal are those that say who or what is meant (identity), why the data are processed (purpose,
 * RPD Art. 10), who may see them (handling code, marking) and what a document proves.
 */
export const sharedFields: Readonly<Record<SharedKind, Readonly<Record<string, FieldRule>>>> = {
  case: {
    title: plain,
    crimeArea: plain,
    priority: plain,
    purpose: legal,
    handling: legal,
    marking: legal,
    officerId: plain,
    description: text,
    status: statusMoves,
  },
  person: {
    familyName: legal,
    forename: legal,
    birthName: legal,
    aliases: set,
    sex: legal,
    birthDate: legal,
    birthPlace: legal,
    nationalities: legal,
    height: plain,
    eyes: plain,
    hair: plain,
    marks: text,
    cautions: text,
    identityConfirmed: legal,
  },
  document: {
    number: legal,
    type: legal,
    issuingCountry: legal,
    holderId: legal,
    issueDate: legal,
    expiryDate: legal,
    remarks: text,
  },
  vehicle: {
    vin: legal,
    plate: legal,
    plateCountry: legal,
    engineNumber: legal,
    make: plain,
    model: plain,
    colour: plain,
    year: plain,
    remarks: text,
  },
  note: { body: addedOnce },
  file: { name: addedOnce },
  'file-content': { blobId: addedOnce },
  check: { query: addedOnce },
  'check-answer': { candidates: addedOnce },
  conversation: { caseId: latest },
  event: { data: addedOnce },
  message: { text: addedOnce },
};

/** The place of a person in a case is a field of the case: `person:<id>`, its value the role. */
const PERSON_IN_CASE = 'person:';

export const personInCaseField = (personId: string): string => `${PERSON_IN_CASE}${personId}`;

/** The person a field of a case is about; null of any other field. */
export const personOfField = (field: string): string | null =>
  field.startsWith(PERSON_IN_CASE) ? field.slice(PERSON_IN_CASE.length) : null;

/** The rule of a field; null where this build does not know it: a newer version may have written it. */
export function fieldRule(kind: string, field: string): FieldRule | null {
  if (kind === 'case' && personOfField(field) !== null) return plain;
  const fields = Object.hasOwn(sharedFields, kind) ? sharedFields[kind as SharedKind] : {};
  return Object.hasOwn(fields, field) ? (fields[field] ?? null) : null;
}

export const isEditableKind = (kind: string): kind is EditableKind =>
  (editableKinds as readonly string[]).includes(kind);
