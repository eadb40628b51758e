import type { AppError } from '#shared/ipc/wire.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { LongHandler } from '../context.ts';
import type { ChangePassphraseError } from '../vault/errors.ts';

/** One's own passphrase; the one so far is asked for, and wrong ones count as they do at the door. */
export const changePassphrase: LongHandler<'account.change-passphrase'> = async (ctx, { current, next }) => {
  const changed = await ctx.station.vault.changePassphrase(ctx.actor.username, current, next);
  return changed.ok ? ok({}) : err(problemOf(changed.error));
};

function problemOf(error: ChangePassphraseError): AppError {
  switch (error.kind) {
    case 'weak-passphrase':
      return { code: 'weak-passphrase' };
    case 'wrong-passphrase':
    case 'no-such-user':
      return { code: 'passphrase-wrong' };
    case 'throttled':
      return { code: 'sign-in-throttled', params: { seconds: Math.max(1, Math.ceil(error.retryAfterMs / 1000)) } };
    case 'needs-supervisor':
      return { code: 'sign-in-needs-supervisor' };
    case 'keyring-unavailable':
      return { code: 'keyring-unavailable' };
  }
}
