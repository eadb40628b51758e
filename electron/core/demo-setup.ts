import type { Role } from '#shared/domain/role.ts';
import type { DemoSetup } from '#shared/ipc/core-control.ts';
import type { CoreDeps } from './core-deps.ts';
import { enrol, type PendingKeys } from './enrolment/enrol.ts';
import { createStore, newUser } from './new-store.ts';
import { insertUser } from './store/tables/users.ts';

/** Enrols an empty profile of the demo world and gives it its accounts. */
export async function setUpDemo(deps: CoreDeps, pending: PendingKeys, demo: DemoSetup): Promise<void> {
  const [first, ...others] = demo.users;
  if (!first) return;
  const enrolled = await enrol(deps, pending, demo.hubUrl, demo.enrolmentCode);
  if (!enrolled.ok) throw new Error(`The demo workstation could not be enrolled: ${enrolled.error.code}`);
  const created = await createStore(deps, enrolled.value, first, first.roles as Role[]);
  if (!created.ok) throw new Error(`The demo store could not be created: ${created.error.code}`);
  for (const user of others) {
    const supervisor = user.roles.includes('supervisor');
    const added = await created.value.vault.addUser(user.username, user.passphrase, { supervisor });
    if (!added.ok) throw new Error('A demo account could not be created');
    created.value.store.transaction((tx) => insertUser(tx, newUser(deps, user, user.roles as Role[])));
  }
  created.value.store.close();
}
