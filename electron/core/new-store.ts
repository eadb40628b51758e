import type { Role } from '#shared/domain/role.ts';
import type { Parsed } from '#shared/ipc/contract.ts';
import { newId, type UserId } from '#shared/lib/ids.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Answer } from './context.ts';
import type { CoreDeps } from './core-deps.ts';
import type { Enrolled } from './enrolment/enrol.ts';
import type { OpenedParts } from './open-station.ts';
import { recordAudit } from './record-audit.ts';
import { allMigrations } from './store/migrations/all-migrations.ts';
import { keepBureauKey } from './store/tables/bureau-keys.ts';
import { writeIdentity } from './store/tables/identity.ts';
import { insertUser } from './store/tables/users.ts';
import { createVault } from './vault/vault.ts';
import { createProblem } from './vault-problems.ts';

type Account = Parsed<'session.enrol'>['account'];

/** Where the store of this workstation is, and what it is opened with. */
export function vaultOptions({ vaultDir: dir, fs, clock, random, kdf, appVersion, processes, tuning }: CoreDeps) {
  return {
    dir,
    fs,
    clock,
    random,
    kdf,
    migrations: allMigrations,
    ...(appVersion !== undefined && { appVersion }),
    ...(processes && { processes }),
    ...(tuning && { tuning }),
  };
}

/** The store with its first account, and who this workstation is: all in the first transaction. */
export async function createStore(
  deps: CoreDeps,
  { identity, bureauKey }: Enrolled,
  account: Account,
  roles: Role[],
): Promise<Answer<OpenedParts & { recoveryKey: string }>> {
  const { username, passphrase } = account;
  const keyring = await deps.openKeyring();
  const created = await createVault({ ...vaultOptions(deps), keyring, firstUser: { username, passphrase } });
  if (!created.ok) return err(createProblem(created.error));
  const user = newUser(deps, account, roles);
  created.value.store.transaction((tx) => {
    writeIdentity(tx, identity);
    if (bureauKey) keepBureauKey(tx, bureauKey);
    insertUser(tx, user);
    const { workstationId } = identity;
    const subject = { subject: 'workstation', subjectId: workstationId, detail: { workstation: workstationId } };
    recordAudit(tx, { method: 'session.enrol', at: deps.clock.now(), actor: user, ...subject });
  });
  return ok({ ...created.value, keyring });
}

export function newUser(deps: CoreDeps, { username, name }: { username: string; name: string }, roles: Role[]) {
  return { id: newId(deps) as UserId, username, name, roles, active: true, createdAt: deps.clock.now() };
}
