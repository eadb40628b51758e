import type { AnswerCode } from '#shared/protocol/answers.ts';
import type { ErrorDetails } from '#shared/protocol/errors.ts';

/** An answer of the table in shared/protocol/answers.ts, thrown by a service and sent by the server. */
export class HubError extends Error {
  readonly code: AnswerCode;
  readonly details: ErrorDetails | undefined;

  constructor(code: AnswerCode, details?: ErrorDetails) {
    super(code);
    this.name = 'HubError';
    this.code = code;
    this.details = details;
  }
}
