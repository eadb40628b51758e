import { z } from 'zod';
import { databaseKind } from '../domain/database-kind.ts';
import { purpose } from '../domain/purpose.ts';
import { checkId, uuid } from '../lib/ids.ts';
import { instant } from './instant.ts';

const record = { database: databaseKind, recordId: z.string().min(1).max(80) };

/**
 * Hit confirmation, before any measure is taken: does the record still stand? Inside a sealed `check-confirmation`.
 *
 *   finding bureau ──ask (again: repeat + 1)──► owner ──will-answer──► … ──answer──► finding bureau ──outcome──► owner
 */
export const checkConfirmationBody = z.discriminatedUnion('step', [
  z.object({
    step: z.literal('ask'),
    confirmation: uuid,
    check: checkId,
    ...record,
    purpose,
    repeat: z.int().min(0),
    answerBy: instant,
    text: z.string().max(4000),
  }),
  z.object({ step: z.literal('will-answer'), confirmation: uuid, answerBy: instant }),
  z.object({
    step: z.literal('answer'),
    confirmation: uuid,
    ...record,
    stands: z.boolean(),
    text: z.string().max(4000),
  }),
  z.object({ step: z.literal('outcome'), confirmation: uuid, ...record, measure: z.string().max(4000) }),
]);

export type CheckConfirmationBody = z.infer<typeof checkConfirmationBody>;
