import { z } from 'zod';
import { type AnswerCode, answerClass, answerCode, answers } from './answers.ts';

/** The body of every HTTP answer that is not a success. */
export const protocolError = z.object({
  error: z.object({
    code: answerCode,
    class: answerClass,
    what: z.string(),
    toDo: z.string(),
    /** Seconds. */
    retryAfter: z.int().min(0).optional(),
    /** Facts a program can use, never personal data. */
    details: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  }),
});

export type ProtocolError = z.infer<typeof protocolError>;
export type ErrorDetails = NonNullable<ProtocolError['error']['details']>;

/** The error body for a code of the answer table. */
export function toProtocolError(code: AnswerCode, details?: ErrorDetails): ProtocolError {
  const { class: kind, what, toDo, retryAfter } = answers[code];
  return {
    error: { code, class: kind, what, toDo, ...(retryAfter && { retryAfter }), ...(details && { details }) },
  };
}
