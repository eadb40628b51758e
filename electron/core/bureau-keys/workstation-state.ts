import type { BureauWorkstation } from '#shared/ipc/bureau-keys.ts';
import type { ReadDb } from '../store/database.ts';
import type { Identity } from '../store/tables/identity.ts';
import { type WorkstationRecord, workstationsOfBureau } from '../store/tables/workstations.ts';
import { workstationFingerprint } from './fingerprints.ts';
import { activeMembers } from './members.ts';
import { isWaitingForKeys } from './own-key.ts';
import { workstationName } from './workstation-name.ts';

type Key = Pick<WorkstationRecord, 'id' | 'bureau' | 'signingKey' | 'deviceKey'>;

/** What is compared before a workstation of the own bureau is handed the keys. */
export function joiningFingerprint({ rootKey }: Identity, { id, bureau, signingKey, deviceKey }: Key): string {
  return workstationFingerprint({ bureau, workstation: id, signingKey, deviceKey, rootKey });
}

/** The same of this workstation, from its own keys and not from the hub's word. */
export function ownFingerprint(identity: Identity): string {
  const { workstationId: id, bureau, signingPublicKey: signingKey, devicePublicKey: deviceKey } = identity;
  return joiningFingerprint(identity, { id, bureau, signingKey, deviceKey });
}

/** The workstations of the own bureau, as far as the directory and its people say. */
export function bureauWorkstations(db: ReadDb, identity: Identity): BureauWorkstation[] {
  const members = new Set<string>(activeMembers(db, identity).map(({ id }) => id));
  const isWaiting = isWaitingForKeys(db, identity);
  return workstationsOfBureau(db, identity.bureau).map((workstation) => ({
    id: workstation.id,
    name: workstationName(workstation.bureau, workstation.id),
    enrolledAt: workstation.enrolledAt,
    state: stateOf(workstation, identity, members, isWaiting),
    fingerprint:
      workstation.id === identity.workstationId ? ownFingerprint(identity) : joiningFingerprint(identity, workstation),
  }));
}

function stateOf(
  { id, status }: WorkstationRecord,
  { workstationId }: Identity,
  members: ReadonlySet<string>,
  isWaiting: boolean,
): BureauWorkstation['state'] {
  if (status === 'revoked') return 'revoked';
  if (id === workstationId) return 'here';
  if (members.has(id)) return 'holds';
  return isWaiting ? 'unknown' : 'waiting';
}
