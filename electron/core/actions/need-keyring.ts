import { err, ok } from '#shared/lib/result.ts';
import type { LongHandler } from '../context.ts';
import { passphraseProblem } from '../vault-problems.ts';

/** Makes one's own account need this computer's keyring as well, or not any more; the passphrase confirms it. */
export const needKeyring: LongHandler<'account.need-keyring'> = async (ctx, { needed, passphrase }) => {
  const changed = await ctx.station.vault.needKeyring(ctx.actor.username, needed, passphrase);
  if (changed.ok) return ok({});
  return err(changed.error.kind === 'weak-keyring' ? { code: 'keyring-refused' } : passphraseProblem(changed.error));
};
