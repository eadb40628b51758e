import { err, ok } from '#shared/lib/result.ts';
import type { LongHandler } from '../context.ts';
import { allUsers, deactivateUser, userById } from '../store/tables/users.ts';

/** Takes the key slot away: the account can no longer open the store. Its name stays on what it did. */
export const deactivateAccount: LongHandler<'account.deactivate'> = async (ctx, { id }) => {
  const user = userById(ctx.db, id);
  if (!user?.active) return err({ code: 'not-found', params: { kind: 'account' } });
  if (user.id === ctx.actor.id) return err({ code: 'own-account' });
  const others = allUsers(ctx.db).filter((other) => other.active && other.id !== id);
  if (!others.some(({ roles }) => roles.includes('administrator'))) return err({ code: 'last-administrator' });
  const removed = await ctx.station.vault.removeUser(user.username);
  // A slot that is gone already was taken away by an attempt that did not come to its end.
  if (!removed.ok && removed.error.kind === 'last-supervisor') return err({ code: 'last-supervisor' });
  return ok(
    ctx.commit(({ tx }) => {
      deactivateUser(tx, id);
      return {};
    }),
  );
};
