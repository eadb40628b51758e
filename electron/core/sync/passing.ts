import type { AnswerClass } from '#shared/protocol/answers.ts';
import { errorCode } from '../store/file-system.ts';
import { HubRefusal } from './hub-api.ts';
import { TransportError } from './transport.ts';

/**
 * Whether a later try may mend it, so that nothing is said of the file or the item itself: no network, an answer of the hub of one of
 * these classes, a disk that has no room or cannot be read at the moment.
 */
export function isPassing(error: unknown, classes: readonly AnswerClass[]): boolean {
  if (error instanceof HubRefusal) return classes.includes(error.answerClass);
  if (error instanceof TransportError) return true;
  // EIO, ENOSPC … of the system; Node's own ERR_… are bugs.
  return /^E(?!RR_)/.test(errorCode(error) ?? '');
}
