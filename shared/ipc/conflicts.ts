import { z } from 'zod';
import { editableKinds } from '../domain/field-changes/shared-fields.ts';
import { caseId } from '../lib/ids.ts';
import { action, query } from './entry.ts';
import { instant } from './paging.ts';

/** One of the values that stand against each other. */
export const conflictVersion = z.object({
  /** The change that wrote it. */
  change: z.string(),
  value: z.unknown(),
  author: z.string(),
  /** The end of the workstation's name, e.g. 7F3A of UTO-7F3A. */
  workstation: z.string(),
  /** The author's clock: evidence only. */
  at: instant,
  /** The one that is shown until somebody has decided. */
  isShown: z.boolean(),
});
export type ConflictVersion = z.infer<typeof conflictVersion>;

/** A field that was changed on several workstations which did not know of each other. */
export const conflict = z.object({
  kind: z.enum(editableKinds),
  recordId: z.string(),
  field: z.string(),
  /** What the record is called. */
  title: z.string(),
  caseId: caseId.nullable(),
  caseReference: z.string().nullable(),
  /** Of a person's place in a case: who it is about. */
  about: z.string().nullable(),
  /** Identity, purpose, handling, disclosure: a supervisor decides. */
  legal: z.boolean(),
  /** A text may be made of both. */
  text: z.boolean(),
  foundAt: instant,
  /** Before all of the changes. */
  base: z.unknown(),
  versions: z.array(conflictVersion),
  /** Whether whoever asks may decide it. */
  mayDecide: z.boolean(),
});
export type Conflict = z.infer<typeof conflict>;

export const conflictEntries = {
  /** What waits for a decision: in one case, or everywhere; the oldest first. */
  'conflict.list': query({
    input: z.object({ caseId: caseId.nullable().default(null) }),
    output: z.array(conflict),
    access: 'case.read',
    reads: ['conflicts', 'record_changes', 'cases', 'case_persons', 'case_documents', 'case_vehicles'],
  }),
  /** Settles a conflict: one of its values is taken, or, of a text, one that was made of them. */
  'conflict.decide': action({
    input: z.object({
      recordId: z.string().max(36),
      field: z.string().max(80),
      /** The changes whose values the person had before them. */
      among: z.array(z.string().max(36)).min(2).max(64),
      /** The change whose value is taken; null where `text` says it. */
      take: z.string().max(36).nullable(),
      text: z.string().max(20_000).nullable().default(null),
    }),
    output: z.object({}),
    access: 'case.write',
    audit: {
      subject: 'conflict',
      id: (input) => input.recordId,
      detail: (input) => ({ field: input.field, among: input.among, take: input.take }),
    },
  }),
} as const;
