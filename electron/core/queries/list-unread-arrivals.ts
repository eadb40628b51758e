import { ok } from '#shared/lib/result.ts';
import { isWaitingForKeys } from '../bureau-keys/own-key.ts';
import type { QueryHandler } from '../context.ts';
import { unsettledArrivals } from '../store/tables/unreadable-envelopes.ts';

/** What arrived, could not be read, and waits for a person. What waits for the bureau's keys opens by itself when they come. */
export const listUnreadArrivals: QueryHandler<'arrival.unread'> = ({ db, identity }) =>
  ok(unsettledArrivals(db, isWaitingForKeys(db, identity) ? ['not-for-us'] : []));
