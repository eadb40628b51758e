import { err, ok } from '#shared/lib/result.ts';
import type { ActionHandler } from '../context.ts';
import { acceptSeenKey } from '../store/tables/seen-keys.ts';

/** An officer has compared the new key of another bureau with somebody there. */
export const acceptBureauKey: ActionHandler<'bureau-keys.accept'> = ({ tx, actor, now }, { bureau, keyId }) =>
  acceptSeenKey(tx, bureau, keyId, actor.name, now) ? ok({}) : err({ code: 'not-waiting-for-a-person' });
