import { err, ok } from '#shared/lib/result.ts';
import type { ActionHandler } from '../context.ts';
import { userById } from '../store/tables/users.ts';

/** Lets a name that ten wrong passphrases have locked try again. */
export const releaseAccount: ActionHandler<'account.release'> = (ctx, { id }) => {
  const user = userById(ctx.db, id);
  if (!user?.active) return err({ code: 'not-found', params: { kind: 'account' } });
  ctx.station.vault.releaseUser(user.username);
  return ok({});
};
