import { err, ok } from '#shared/lib/result.ts';
import type { LongHandler } from '../context.ts';
import { userById } from '../store/tables/users.ts';

/** Gives somebody else's account a new passphrase, and releases its name. One's own is changed with the one so far. */
export const resetPassphrase: LongHandler<'account.reset-passphrase'> = async (ctx, { id, passphrase }) => {
  const user = userById(ctx.db, id);
  if (!user?.active) return err({ code: 'not-found', params: { kind: 'account' } });
  if (user.id === ctx.actor.id) return err({ code: 'own-account' });
  const reset = await ctx.station.vault.resetPassphrase(user.username, passphrase);
  return reset.ok ? ok({}) : err({ code: 'weak-passphrase' });
};
