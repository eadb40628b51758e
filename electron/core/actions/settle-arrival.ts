import { err, ok } from '#shared/lib/result.ts';
import type { ActionHandler } from '../context.ts';
import { settleArrival } from '../store/tables/unreadable-envelopes.ts';

/** Whoever comes second finds it dealt with: that is no error, but what never arrived cannot be. */
export const settleUnreadArrival: ActionHandler<'arrival.settle'> = ({ tx, now, actor }, { number }) =>
  settleArrival(tx, number, now, actor.name) ? ok({}) : err({ code: 'not-found', params: { kind: 'arrival' } });
