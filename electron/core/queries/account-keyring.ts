import { ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { standingOf } from '../vault/keyring.ts';

/** What keyring this computer has, and whether the account needs it. */
export const accountKeyring: QueryHandler<'account.keyring'> = ({ actor, station }) =>
  ok({
    backend: station.keyring.backend,
    standing: standingOf(station.keyring),
    needed: station.vault.needsKeyring(actor.username),
  });
