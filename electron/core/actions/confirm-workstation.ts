import { err, ok } from '#shared/lib/result.ts';
import { isWaitingForKeys } from '../bureau-keys/own-key.ts';
import { queueHandOver } from '../bureau-keys/queue-hand-over.ts';
import { joiningFingerprint } from '../bureau-keys/workstation-state.ts';
import type { ActionHandler } from '../context.ts';
import { confirmWorkstation } from '../store/tables/confirmed-workstations.ts';
import { workstationById } from '../store/tables/workstations.ts';

/**
 * A person has compared the digits on both machines: from now on the workstation is handed the bureau's keys. What was compared is what
 * is confirmed; should the directory have changed under the person's eyes, nothing is.
 */
export const confirmWorkstationAction: ActionHandler<'bureau-keys.confirm'> = (ctx, { id, fingerprint }) => {
  const { tx, identity, actor, now, newId, station } = ctx;
  if (isWaitingForKeys(tx, identity)) return err({ code: 'waiting-for-keys' });
  const found = workstationById(tx, id);
  if (found?.bureau !== identity.bureau || found.status === 'revoked' || id === identity.workstationId)
    return err({ code: 'not-found', params: { kind: 'workstation' } });
  if (joiningFingerprint(identity, found) !== fingerprint) return err({ code: 'fingerprint-differs' });
  confirmWorkstation(tx, { id, deviceKey: found.deviceKey }, actor.name, now);
  queueHandOver({ tx, now, newId }, identity.bureau, actor.name);
  station.sync.wake();
  return ok({});
};
