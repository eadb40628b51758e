import { ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';

/** Nobody is shown while the hub is not reached, also where the channel has not noticed yet. */
export const othersPresent: QueryHandler<'presence.others'> = ({ station }, { caseId }) => {
  const isOnline = station.sync.status().connection === 'online';
  return ok(isOnline ? [...(station.sync.presence?.others(caseId) ?? [])] : []);
};
