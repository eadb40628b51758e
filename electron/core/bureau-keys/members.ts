import type { ReadDb } from '../store/database.ts';
import { type ConfirmedWorkstation, confirmedWorkstations } from '../store/tables/confirmed-workstations.ts';
import type { Identity } from '../store/tables/identity.ts';
import { workstationById } from '../store/tables/workstations.ts';

type Self = Pick<Identity, 'workstationId' | 'devicePublicKey'>;

/** Everybody the bureau's people have confirmed to hold its keys, this workstation among them, revoked ones too. */
export function confirmedMembers(db: ReadDb, { workstationId, devicePublicKey }: Self): ConfirmedWorkstation[] {
  const others = confirmedWorkstations(db).filter(({ id }) => id !== workstationId);
  return [{ id: workstationId, deviceKey: devicePublicKey }, ...others];
}

/** Those of them that may be handed keys now: known to the hub, not revoked, and with the device key that was compared. */
export function activeMembers(db: ReadDb, self: Self): ConfirmedWorkstation[] {
  return confirmedMembers(db, self).filter(({ id, deviceKey }) => {
    const known = workstationById(db, id);
    return known?.status === 'active' && known.deviceKey === deviceKey;
  });
}
