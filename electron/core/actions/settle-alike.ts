import { ok } from '#shared/lib/result.ts';
import type { ActionHandler } from '../context.ts';
import { settleAlike } from '../store/tables/unreadable-envelopes.ts';

/** What came after the person looked is not dealt with; what another has dealt with meanwhile is left as it is. */
export const settleAlikeArrivals: ActionHandler<'arrival.settle-alike'> = ({ tx, now, actor }, alike) =>
  ok({ settled: settleAlike(tx, alike, now, actor.name) });
