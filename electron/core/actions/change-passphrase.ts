import { err, ok } from '#shared/lib/result.ts';
import type { LongHandler } from '../context.ts';
import { passphraseProblem } from '../vault-problems.ts';

/** One's own passphrase; the one so far is asked for, and wrong ones count as they do at the door. */
export const changePassphrase: LongHandler<'account.change-passphrase'> = async (ctx, { current, next }) => {
  const changed = await ctx.station.vault.changePassphrase(ctx.actor.username, current, next);
  if (changed.ok) return ok({});
  return err(changed.error.kind === 'weak-passphrase' ? { code: 'weak-passphrase' } : passphraseProblem(changed.error));
};
