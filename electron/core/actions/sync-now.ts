import { ok } from '#shared/lib/result.ts';
import type { LongHandler } from '../context.ts';

/** Asks the synchronisation to try at once; what comes of it shows in the status line and the outbox. */
export const syncNow: LongHandler<'sync.now'> = async ({ station }) => {
  station.sync.wake();
  return ok({});
};
