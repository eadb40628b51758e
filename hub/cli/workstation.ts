import { parseArgs } from 'node:util';
import { required, UsageError } from './usage-error.ts';
import { withAdmin } from './with-admin.ts';

/** `workstation revoke --id …` */
export async function workstation([verb, ...rest]: string[]): Promise<void> {
  if (verb !== 'revoke') throw new UsageError('workstation takes revoke');
  const { values } = parseArgs({ args: rest, options: { id: { type: 'string' } } });
  const id = required(values.id, 'id');
  await withAdmin((admin) => admin.revokeWorkstation(id));
  console.log(`Revoked ${id} for good.`);
}
