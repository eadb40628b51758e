import { ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { allUsers, isOwnAccount } from '../store/tables/users.ts';

export const listAccounts: QueryHandler<'account.list'> = ({ db }) => ok(allUsers(db).filter(isOwnAccount));
