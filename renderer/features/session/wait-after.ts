import type { AppError } from '#shared/ipc/wire.ts';

/** Seconds to wait before the next attempt, as the core says; 0 = none. */
export function waitAfter(error: AppError): number {
  const { retryAfterMs, seconds } = error.params ?? {};
  if (typeof retryAfterMs === 'number') return Math.ceil(retryAfterMs / 1000);
  return typeof seconds === 'number' ? seconds : 0;
}
