import { err, ok } from '#shared/lib/result.ts';
import type { LongHandler } from '../context.ts';
import { passphraseProblem } from '../vault-problems.ts';

/**
 * In force before anybody has seen it: until the new words are on paper no recovery key is at hand, but every passphrase opens as
 * before, and the key can be replaced again. The other way round, a key that somebody has seen would go on opening the store.
 */
export const replaceRecoveryKey: LongHandler<'workstation.replace-recovery-key'> = async (ctx, { passphrase }) => {
  const { vault } = ctx.station;
  const checked = await vault.checkPassphrase(ctx.actor.username, passphrase);
  if (!checked.ok) return err(passphraseProblem(checked.error));
  const { bureau, name: workstation } = ctx.identity;
  const recoveryKey = await vault.replaceRecoveryKey();
  return ok({ recoveryKey, bureau, workstation });
};
