import type { AnswerClass } from '#shared/protocol/answers.ts';
import { errorCode } from '../store/file-system.ts';
import { HubRefusal } from './hub-api.ts';
import { TransportError } from './transport.ts';

/** Beside the answers of the class re-authenticate; shared/protocol/answers.ts. */
const OF_THE_ASKER: readonly HubRefusal['code'][] = ['bureau-suspended', 'protocol-unsupported'];

/**
 * Whether the hub refuses the bureau, this workstation or its version, whatever it asks: nothing is said of what was asked, which waits until that
 * is over. An HTTP error decides nothing (docs/protocol.md, "Answers").
 */
export const isOfTheAsker = (error: unknown): boolean =>
  error instanceof HubRefusal && (error.answerClass === 're-authenticate' || OF_THE_ASKER.includes(error.code));

/**
 * Whether a later try may mend it, so that nothing is said of the file or the item itself: no network, a hub that refuses whoever asks or
 * gives an answer of one of these classes, a disk that has no room or cannot be read at the moment.
 */
export function isPassing(error: unknown, classes: readonly AnswerClass[]): boolean {
  if (error instanceof HubRefusal) return isOfTheAsker(error) || classes.includes(error.answerClass);
  if (error instanceof TransportError) return true;
  // EIO, ENOSPC … of the system; Node's own ERR_… are bugs.
  return /^E(?!RR_)/.test(errorCode(error) ?? '');
}
