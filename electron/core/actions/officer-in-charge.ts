import { isPermitted } from '#shared/domain/permissions.ts';
import type { UserId } from '#shared/lib/ids.ts';
import type { ReadDb } from '../store/database.ts';
import { userById } from '../store/tables/users.ts';

/** Nobody yet, or an active account that may write cases. */
export function canBeInCharge(db: ReadDb, officerId: UserId | null): boolean {
  if (officerId === null) return true;
  const user = userById(db, officerId);
  return user?.active === true && isPermitted(user.roles, 'case.write');
}
