import { ok } from '#shared/lib/result.ts';
import { isWaitingForKeys } from '../bureau-keys/own-key.ts';
import type { QueryHandler } from '../context.ts';
import { type Alike, countAlike, countUnsettled, unsettledArrivals } from '../store/tables/unreadable-envelopes.ts';

/** What arrived, could not be read, and waits for a person. What waits for the bureau's keys opens by itself when they come. */
export const listUnreadArrivals: QueryHandler<'arrival.unread'> = ({ db, identity }, { after, limit }) => {
  const page = { after, limit, butFor: isWaitingForKeys(db, identity) ? ['not-for-us'] : [] };
  const counted = new Map<string, ReturnType<typeof countAlike>>();
  const alike = ({ from, kind, reason, priority }: Alike) => {
    const key = JSON.stringify([from, kind, reason, priority]);
    const count = counted.get(key) ?? countAlike(db, { from, kind, reason, priority });
    counted.set(key, count);
    return count;
  };
  const rows = unsettledArrivals(db, page).map((row) => ({ ...row, alike: alike(row) }));
  return ok({ ...countUnsettled(db, page), rows });
};
