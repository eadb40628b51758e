import { err, ok } from '#shared/lib/result.ts';
import { isWaitingForKeys, ownCurrentKey } from '../bureau-keys/own-key.ts';
import { askForRenewal, knowsItsElders } from '../bureau-keys/renewal.ts';
import type { ActionHandler } from '../context.ts';

/** Asks the synchronisation to give the bureau a new key; it shows in the overview until it has. */
export const renewBureauKey: ActionHandler<'bureau-keys.renew'> = ({ tx, identity, actor, station }) => {
  const current = ownCurrentKey(tx, identity);
  if (!current || isWaitingForKeys(tx, identity)) return err({ code: 'waiting-for-keys' });
  if (!knowsItsElders(tx, identity)) return err({ code: 'workstations-unconfirmed' });
  askForRenewal(tx, current.keyId, actor.name);
  station.sync.wake();
  return ok({});
};
