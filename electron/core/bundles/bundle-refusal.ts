import type { ErrorCode } from '#shared/ipc/error-codes.ts';
import type { AppError } from '#shared/ipc/wire.ts';
import { BundleError, type BundleProblem } from '#shared/protocol/bundle/layout.ts';
import { HubRefusal } from '../sync/hub-api.ts';
import { TransportError } from '../sync/transport.ts';

/** A whole bundle that is not for this act, told to the person as errors.<code>. */
export class BundleRefusal extends Error {
  override readonly name = 'BundleRefusal';

  constructor(readonly appError: AppError) {
    super(appError.code);
  }
}

const codeOf: Record<BundleProblem, ErrorCode> = {
  'not-a-bundle': 'bundle-not-one',
  newer: 'bundle-newer',
  'not-for-us': 'bundle-other-bureau',
  incomplete: 'bundle-incomplete',
  damaged: 'bundle-damaged',
};

/** What a person is told of a failed act on a bundle; null where it is no fault of file or line. */
export function bundleProblem(error: unknown): AppError | null {
  if (error instanceof BundleRefusal) return error.appError;
  if (error instanceof BundleError) {
    return { code: codeOf[error.problem], ...(error.problem === 'newer' && { params: { version: error.version } }) };
  }
  if (error instanceof TransportError) return { code: 'bundle-no-network' };
  if (!(error instanceof HubRefusal)) return null;
  // The hub says so in the middle of an act: what it has taken in by then stays.
  if (error.code === 'sender-revoked') return { code: 'bundle-revoked-midway' };
  if (error.code === 'bureau-suspended') return { code: 'bundle-bureau-suspended' };
  return error.answerClass === 'retry-later'
    ? { code: 'bundle-no-network' }
    : { code: 'bundle-hub-refused', params: { detail: error.code } };
}
