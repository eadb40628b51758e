import { ok } from '#shared/lib/result.ts';
import type { LongHandler } from '../context.ts';

/** Says which case is on the screen: no transaction, since nothing of it is kept. */
export const showPresence: LongHandler<'presence.show'> = async ({ station, actor }, { caseId }) => {
  station.sync.presence?.show(caseId, actor.name);
  return ok({});
};
