import { newId } from '#shared/lib/ids.ts';
import type { WriteDb } from '../store/database.ts';
import type { Recording } from '../timeline.ts';
import type { SyncContext } from './sync-context.ts';

/** What is needed to write something down in a transaction of the synchronisation. */
export const recording = (ctx: Pick<SyncContext, 'clock' | 'random'>, tx: WriteDb): Recording => ({
  tx,
  now: ctx.clock.now(),
  newId: () => newId(ctx),
});
