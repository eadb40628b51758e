import { z } from 'zod';
import { checkOutcome } from '../domain/check-outcome.ts';
import { databaseKind } from '../domain/database-kind.ts';
import { purpose } from '../domain/purpose.ts';
import { nominalRecord, sltdRecord, vehicleRecord } from '../domain/reference-records.ts';
import { candidate, nominalQuery, sltdQuery, vehicleQuery } from '../domain/reference-search.ts';
import { caseId, checkId } from '../lib/ids.ts';
import { action, query } from './entry.ts';
import { instant, page, window } from './paging.ts';

/** What is asked, by database. */
export const checkQuestion = z.discriminatedUnion('database', [
  z.object({ database: z.literal('nominal'), query: nominalQuery }),
  z.object({ database: z.literal('sltd'), query: sltdQuery }),
  z.object({ database: z.literal('vehicle'), query: vehicleQuery }),
]);
export type CheckQuestion = z.infer<typeof checkQuestion>;

/** The answer of the copy on the machine that asks: at once, and only as good as the copy is fresh. */
export const localAnswer = z.object({
  outcome: checkOutcome,
  candidates: z.array(candidate),
  /** How the databases stood when the copy was last brought up to date; null = there is no copy yet. */
  copyAsOf: instant.nullable(),
});

/** The answer of the database itself; 'pending' stays until the hub could be asked. */
export const onlineAnswer = z.object({
  outcome: checkOutcome,
  candidates: z.array(candidate),
  asOf: instant.nullable(),
  answeredAt: instant.nullable(),
  /** Where it stands in this outbox while pending: being asked now, or waiting for the network. */
  waiting: z.enum(['asking', 'queued']).nullable(),
  /** The last bundle the open question was written into, and when. */
  carried: z.object({ bundle: z.int(), at: instant }).nullable(),
  problem: z.string().nullable(),
});

export const checkDetail = z.object({
  id: checkId,
  caseId: caseId.nullable(),
  caseReference: z.string().nullable(),
  purpose,
  question: checkQuestion,
  subjectKind: z.enum(['person', 'document', 'vehicle']).nullable(),
  subjectId: z.string().nullable(),
  at: instant,
  by: z.string(),
  /** Asked at another workstation of the bureau, which also searched its copy: what people call it, null where that is not known. */
  elsewhere: z.object({ workstation: z.string().nullable() }).nullable(),
  local: localAnswer,
  online: onlineAnswer,
});
export type CheckDetail = z.infer<typeof checkDetail>;

export const checkRow = z.object({
  id: checkId,
  caseId: caseId.nullable(),
  caseReference: z.string().nullable(),
  database: databaseKind,
  title: z.string(),
  at: instant,
  by: z.string(),
  localOutcome: checkOutcome,
  onlineOutcome: checkOutcome,
  best: z.number().nullable(),
});

/** The second of the two steps: the whole record of one candidate. */
export const recordAnswer = z.object({
  source: z.enum(['online', 'local']),
  asOf: instant.nullable(),
  record: z.discriminatedUnion('database', [
    z.object({ database: z.literal('nominal'), data: nominalRecord }),
    z.object({ database: z.literal('sltd'), data: sltdRecord }),
    z.object({ database: z.literal('vehicle'), data: vehicleRecord }),
  ]),
});

export const checkEntries = {
  'check.list': query({
    input: z.object({ caseId: caseId.nullable().default(null), ...window }),
    output: page(checkRow),
    access: 'check.read',
    reads: ['checks'],
  }),
  'check.get': query({
    input: z.object({ id: checkId }),
    output: checkDetail,
    access: 'check.read',
    reads: ['checks', 'outbox'],
    audit: { subject: 'check', id: (input) => input.id },
  }),
  /** Answers at once from the local copy and queues the question for the hub; both answers come to stand in the check. */
  'check.run': action({
    input: z.object({
      caseId: caseId.nullable(),
      purpose,
      question: checkQuestion,
      subjectKind: z.enum(['person', 'document', 'vehicle']).nullable().default(null),
      subjectId: z.string().max(36).nullable().default(null),
    }),
    output: z.object({ id: checkId }),
    access: 'check.run',
    adds: true,
    audit: { subject: 'check', id: (_input, output) => output.id, detail: (input) => input.question },
  }),
  /** Fetches the record of a candidate: from the hub when it answers, else from the local copy. */
  'check.fetch-record': action({
    input: z.object({ checkId, recordId: z.string().max(64) }),
    output: recordAnswer,
    access: 'check.run',
    adds: true,
    audit: { subject: 'record', id: (input) => input.recordId, detail: (input) => ({ checkId: input.checkId }) },
  }),
  'check.copies': query({
    input: z.object({}),
    output: z.array(z.object({ database: databaseKind, asOf: instant.nullable(), records: z.int() })),
    access: 'check.read',
    reads: ['reference_copies'],
  }),
} as const;
