/**
 * Who may do what: deny by default, one row per permission. The administrator runs accounts and machines and
 * sees no case content; the data-protection officer reads everything that explains a record and changes nothing in it;
 * the security officer reads the trail and not the cases.
 */
import { z } from 'zod';
import { type Role, roles } from './role.ts';

export const permissions = [
  'case.read',
  'case.write',
  'case.close',
  'person.merge',
  'check.run',
  'check.read',
  'message.read',
  'message.write',
  'message.send',
  'approval.decide',
  'conflict.decide',
  'outbox.read',
  'outbox.manage',
  'bundle.exchange',
  'export.make',
  'template.manage',
  'reference-data.manage',
  'account.read',
  'account.manage',
  'account.release',
  'workstation.read',
  'workstation.manage',
  'workstation.resume',
  'key.compare',
  'backup.manage',
  'store.salvage',
  'audit.read',
  'retention.manage',
  'data-request.manage',
  'settings.read',
  'settings.write',
  'self.manage',
] as const;
export const permission = z.enum(permissions);
export type Permission = z.infer<typeof permission>;

const everybody: readonly Role[] = roles;
const casework: readonly Role[] = ['officer', 'duty-officer', 'supervisor'];
const caseReaders: readonly Role[] = [...casework, 'dpo'];

export const permissionMatrix: Record<Permission, readonly Role[]> = {
  'case.read': caseReaders,
  'case.write': casework,
  'case.close': casework,
  'person.merge': ['supervisor'],
  'check.run': casework,
  'check.read': caseReaders,
  'message.read': caseReaders,
  'message.write': casework,
  'message.send': casework,
  'approval.decide': ['supervisor'],
  'conflict.decide': ['supervisor'],
  'outbox.read': caseReaders,
  'outbox.manage': casework,
  // Whoever carries a bundle sees none of what is in it; at a revoked machine the administrator saves what waits.
  'bundle.exchange': [...casework, 'administrator'],
  'export.make': caseReaders,
  'template.manage': ['supervisor'],
  'reference-data.manage': ['supervisor', 'administrator'],
  'account.read': ['supervisor', 'administrator', 'dpo', 'security-officer'],
  'account.manage': ['administrator'],
  // Ten wrong passphrases lock a name on a machine; whoever is there at night must be able to get help.
  'account.release': ['supervisor', 'administrator'],
  'workstation.read': ['administrator', 'security-officer'],
  'workstation.manage': ['administrator'],
  // A store put back to an older copy sends nothing until somebody who answers for it has looked.
  'workstation.resume': ['supervisor', 'administrator'],
  // Whoever writes to another bureau compares its key; whoever runs the machines, those of the own one.
  'key.compare': [...casework, 'administrator'],
  'backup.manage': ['administrator'],
  // Going on with what precedes a damage gives up what came after it.
  'store.salvage': ['supervisor', 'administrator'],
  'audit.read': ['supervisor', 'dpo', 'security-officer'],
  'retention.manage': ['supervisor', 'dpo'],
  'data-request.manage': ['supervisor', 'dpo'],
  'settings.read': everybody,
  'settings.write': ['administrator'],
  'self.manage': everybody,
};

/** Whether any of the roles held grants the permission; no role grants nothing. */
export function isPermitted(held: readonly Role[], wanted: Permission): boolean {
  return held.some((one) => permissionMatrix[wanted].includes(one));
}

/** Everything the roles held grant, in the order of the list. */
export function permissionsOf(held: readonly Role[]): Permission[] {
  return permissions.filter((one) => isPermitted(held, one));
}
