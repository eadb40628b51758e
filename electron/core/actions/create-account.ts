import type { AppError } from '#shared/ipc/wire.ts';
import type { UserId } from '#shared/lib/ids.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { LongHandler } from '../context.ts';
import { insertUser, userByUsername } from '../store/tables/users.ts';
import type { AddUserError } from '../vault/errors.ts';

/** Gives somebody a key slot and an account. A name once used stays with whoever had it: it stands in the audit trail. */
export const createAccount: LongHandler<'account.create'> = async (ctx, { username, name, roles, passphrase }) => {
  if (userByUsername(ctx.db, username)) return err({ code: 'username-taken', params: { username } });
  const { vault } = ctx.station;
  const added = await vault.addUser(username, passphrase, { supervisor: roles.includes('supervisor') });
  if (!added.ok) return err(problemOf(added.error, username));
  try {
    const id = ctx.commit(({ tx, now, newId }) => {
      const user = { id: newId() as UserId, username, name, roles, active: true, createdAt: now };
      insertUser(tx, user);
      return { id: user.id };
    });
    return ok(id);
  } catch (error) {
    // Without its account a key slot would open the store for nobody.
    await vault.removeUser(username);
    throw error;
  }
};

function problemOf(error: AddUserError, username: string): AppError {
  switch (error.kind) {
    case 'username-taken':
      return { code: 'username-taken', params: { username } };
    case 'weak-passphrase':
      return { code: 'weak-passphrase' };
    case 'unusable-username':
      return { code: 'invalid-input', params: { field: 'username' } };
    case 'weak-keyring':
      return { code: 'keyring-refused' };
  }
}
