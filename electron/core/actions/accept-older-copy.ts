import { err, ok } from '#shared/lib/result.ts';
import type { ActionHandler } from '../context.ts';
import { olderCopy, putOlderCopy } from '../store/tables/contact.ts';

/** Lets this older copy go on as the workstation: at the next contact it takes over the hub's count, and sends again. */
export const acceptOlderCopy: ActionHandler<'sync.accept-older-copy'> = ({ tx, station }) => {
  const found = olderCopy(tx);
  if (!found) return err({ code: 'not-waiting-for-a-person' });
  putOlderCopy(tx, { ...found, accepted: true });
  station.sync.wake();
  return ok({});
};
