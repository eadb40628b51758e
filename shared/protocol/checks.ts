import { z } from 'zod';
import { databaseKind } from '../domain/database-kind.ts';
import { purpose } from '../domain/purpose.ts';
import { nominalRecord, recordId, sltdRecord, vehicleRecord } from '../domain/reference-records.ts';
import { candidate, nominalQuery, sltdQuery, vehicleQuery } from '../domain/reference-search.ts';
import { checkId } from '../lib/ids.ts';
import { instant } from './instant.ts';

/** Most candidates one answer carries, best first. */
export const MAX_CANDIDATES = 50;

const common = {
  /** Also the idempotency key: the same check asked again gets the stored answer. */
  checkId,
  purpose,
  caseReference: z.string().max(60).optional(),
};

/** POST /v1/checks: first step, candidates with a score and reasons. */
export const checkRequest = z.discriminatedUnion('database', [
  z.object({ ...common, database: z.literal('nominal'), query: nominalQuery }),
  z.object({ ...common, database: z.literal('sltd'), query: sltdQuery }),
  z.object({ ...common, database: z.literal('vehicle'), query: vehicleQuery }),
]);

/** How far a database's content reaches: the number of its last change, and when that change came. */
export const databaseState = z.object({ change: z.int().min(0), asOf: instant.nullable() });

/**
 * NO_ERROR: executed, candidates found. NO_ANSWER: executed, nothing found, which never means "not stolen" or "not
 * wanted". What was not executed is an error (errors.ts) or no answer at all.
 */
export const checkResponse = z.object({
  checkId,
  database: databaseKind,
  outcome: z.enum(['NO_ERROR', 'NO_ANSWER']),
  candidates: z.array(candidate).max(MAX_CANDIDATES),
  /** More were found than are listed. */
  truncated: z.boolean(),
  state: databaseState,
});

/** GET /v1/checks/:database/records/:recordId?purpose=…&checkId=…: second step, the record itself. */
export const recordAddress = z.object({ database: databaseKind, recordId });
export const recordQuery = z.object({ purpose, checkId: checkId.optional() });

export const recordResponse = z.discriminatedUnion('database', [
  z.object({ database: z.literal('nominal'), record: nominalRecord, state: databaseState }),
  z.object({ database: z.literal('sltd'), record: sltdRecord, state: databaseState }),
  z.object({ database: z.literal('vehicle'), record: vehicleRecord, state: databaseState }),
]);

export const MAX_COPY_PAGE = 1000;

/**
 * GET /v1/checks/copy/:database?after=<change>&limit=…: what changed since, in order, for the copy a workstation
 * searches when the hub cannot be reached.
 */
export const copyAddress = z.object({ database: databaseKind });
export const copyQuery = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(MAX_COPY_PAGE).default(500),
});

const change = { change: z.int().min(1), changedAt: instant, recordId };
const changes = <T extends z.ZodType>(record: T) =>
  /** A null record has been withdrawn: the copy deletes it. */
  z.array(z.object({ ...change, record: record.nullable() })).max(MAX_COPY_PAGE);

export const copyPage = z.discriminatedUnion('database', [
  z.object({ database: z.literal('nominal'), changes: changes(nominalRecord), state: databaseState }),
  z.object({ database: z.literal('sltd'), changes: changes(sltdRecord), state: databaseState }),
  z.object({ database: z.literal('vehicle'), changes: changes(vehicleRecord), state: databaseState }),
]);

export type CheckRequest = z.infer<typeof checkRequest>;
export type CheckResponse = z.infer<typeof checkResponse>;
export type CopyPage = z.infer<typeof copyPage>;
export type DatabaseState = z.infer<typeof databaseState>;
export type RecordResponse = z.infer<typeof recordResponse>;
