import { z } from 'zod';
import { casePriority } from '../domain/case-priority.ts';
import { caseMove, caseStatus } from '../domain/case-status.ts';
import { crimeArea } from '../domain/crime-area.ts';
import { handlingCode } from '../domain/handling-code.ts';
import { marking } from '../domain/marking.ts';
import { purpose } from '../domain/purpose.ts';
import { caseId, eventId, noteId, userId } from '../lib/ids.ts';
import { changesOf } from './changes.ts';
import { action, query } from './entry.ts';
import { instant, page, window } from './paging.ts';

/** What a person fills in. */
export const caseFields = z.object({
  title: z.string().trim().min(1).max(200),
  crimeArea,
  priority: casePriority,
  purpose,
  handling: handlingCode,
  marking,
  officerId: userId.nullable(),
  description: z.string().max(20_000),
});
export type CaseFields = z.infer<typeof caseFields>;

export const caseRow = z.object({
  id: caseId,
  reference: z.string(),
  title: z.string(),
  crimeArea,
  status: caseStatus,
  priority: casePriority,
  handling: handlingCode,
  marking,
  officerName: z.string().nullable(),
  updatedAt: instant,
});
export type CaseRow = z.infer<typeof caseRow>;

export const caseDetail = caseFields.extend({
  id: caseId,
  reference: z.string(),
  status: caseStatus,
  officerName: z.string().nullable(),
  createdAt: instant,
  createdBy: z.string(),
  updatedAt: instant,
  /** Goes up by one with each edit; an edit names the version it was made on. */
  version: z.int(),
  counts: z.object({
    persons: z.int(),
    documents: z.int(),
    vehicles: z.int(),
    notes: z.int(),
    attachments: z.int(),
    checks: z.int(),
    messages: z.int(),
  }),
});
export type CaseDetail = z.infer<typeof caseDetail>;

export const caseSort = z.enum(['updated', 'reference', 'title', 'priority', 'status']);

/** What can stand in a case's timeline. `data` fills the sentence events.<kind> in renderer/locales. */
export const eventKind = z.enum([
  'case-created',
  'case-edited',
  'status-changed',
  'person-added',
  'person-edited',
  'document-added',
  'document-edited',
  'vehicle-added',
  'vehicle-edited',
  'note-added',
  'file-added',
  'check-run',
  'check-answered',
  'request-sent',
  'request-delivered',
  'request-read',
  'request-withdrawn',
  'request-needs-attention',
  'message-received',
  'conversation-moved',
  'case-renumbered',
  'parallel-change',
  'conflict-found',
  'conflict-decided',
]);
export type EventKind = z.infer<typeof eventKind>;

export const timelineEvent = z.object({
  id: eventId,
  at: instant,
  actor: z.string(),
  kind: eventKind,
  subjectKind: z.string().nullable(),
  subjectId: z.string().nullable(),
  data: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
});
export type TimelineEvent = z.infer<typeof timelineEvent>;

export const note = z.object({ id: noteId, body: z.string(), at: instant, author: z.string() });

export const caseEntries = {
  'case.list': query({
    input: z.object({
      search: z.string().max(200).default(''),
      statuses: z.array(caseStatus).default([]),
      priorities: z.array(casePriority).default([]),
      crimeAreas: z.array(crimeArea).default([]),
      mine: z.boolean().default(false),
      sort: caseSort.default('updated'),
      descending: z.boolean().default(true),
      ...window,
    }),
    output: page(caseRow),
    access: 'case.read',
    reads: ['cases'],
  }),
  'case.get': query({
    input: z.object({ id: caseId }),
    output: caseDetail,
    access: 'case.read',
    reads: ['cases', 'case_persons', 'case_documents', 'case_vehicles', 'notes', 'attachments', 'checks', 'messages'],
    audit: { subject: 'case', id: (input) => input.id },
  }),
  'case.create': action({
    input: caseFields,
    output: z.object({ id: caseId, reference: z.string() }),
    access: 'case.write',
    adds: true,
    audit: { subject: 'case', id: (_input, output) => output.id },
  }),
  'case.update': action({
    input: z.object({ id: caseId, version: z.int(), changes: changesOf(caseFields) }),
    output: z.object({ version: z.int() }),
    access: 'case.write',
    audit: { subject: 'case', id: (input) => input.id, detail: (input) => ({ fields: Object.keys(input.changes) }) },
  }),
  'case.move': action({
    input: z.object({ id: caseId, move: caseMove, reason: z.string().trim().max(500).default('') }),
    output: z.object({ status: caseStatus }),
    access: 'case.write',
    audit: { subject: 'case', id: (input) => input.id, detail: (input) => ({ move: input.move }) },
  }),
  'case.timeline': query({
    input: z.object({ id: caseId, ...window }),
    output: page(timelineEvent),
    access: 'case.read',
    reads: ['events'],
  }),
  'case.notes': query({
    input: z.object({ id: caseId }),
    output: z.array(note),
    access: 'case.read',
    reads: ['notes'],
  }),
  'note.add': action({
    input: z.object({ caseId, body: z.string().trim().min(1).max(20_000) }),
    output: z.object({ id: noteId }),
    access: 'case.write',
    adds: true,
    audit: { subject: 'case', id: (input) => input.caseId },
  }),
} as const;
