import type { AppError } from '#shared/ipc/wire.ts';
import { CoreError } from '../bridge.ts';

/** What to show for anything that was thrown; what the core did not name is `unexpected`. */
export function toAppError(thrown: unknown): AppError {
  return thrown instanceof CoreError ? thrown.appError : { code: 'unexpected' };
}
