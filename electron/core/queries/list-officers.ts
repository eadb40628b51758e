import { isPermitted } from '#shared/domain/permissions.ts';
import { ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { allUsers } from '../store/tables/users.ts';

/** Who may be put in charge of a case: active accounts that may write cases. */
export const listOfficers: QueryHandler<'officer.list'> = ({ db }) => {
  const officers = allUsers(db).filter((user) => user.active && isPermitted(user.roles, 'case.write'));
  return ok(officers.map(({ id, name }) => ({ id, name })));
};
