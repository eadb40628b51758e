import { join } from 'node:path';
import { type Brought, enrol } from '#core/enrolment/enrol.ts';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import { nodeFileSystem } from '#core/store/node-file-system.ts';
import { type BureauKeyRow, heldBureauKeys, keepBureauKey } from '#core/store/tables/bureau-keys.ts';
import { readIdentity, writeIdentity } from '#core/store/tables/identity.ts';
import { insertUser } from '#core/store/tables/users.ts';
import { httpsTransport, untrustedGet } from '#core/sync/https-transport.ts';
import type { Kdf } from '#core/vault/kdf.ts';
import { noKeyring } from '#core/vault/keyring.ts';
import { createVault, openVault } from '#core/vault/vault.ts';
import type { Role } from '#shared/domain/role.ts';
import { newId, type UserId } from '#shared/lib/ids.ts';
import type { TestHub } from './hub.ts';
import { systemClock, systemRandom } from './vault.ts';
import { fastKdf, PASSPHRASE, TestWorkstation } from './workstation.ts';

interface Person {
  readonly username: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly passphrase: string;
}

export interface KeysOfBureau extends Brought {
  readonly keys: readonly BureauKeyRow[];
}

type Options = Parameters<typeof TestWorkstation.create>[0];
type Hub = Pick<TestHub, 'url' | 'admin'>;

/** Who works at a second workstation, if a test names nobody. */
const colleagues: readonly Person[] = [
  { username: 'admin', name: 'Abel Admin', roles: ['administrator'], passphrase: PASSPHRASE },
  { username: 'officer', name: 'Otto Officer', roles: ['officer', 'supervisor'], passphrase: PASSPHRASE },
];

const options = (folder: string, kdf: Kdf) => ({
  dir: join(folder, 'vault'),
  fs: nodeFileSystem,
  clock: systemClock,
  random: systemRandom,
  kdf,
  migrations: allMigrations,
  keyring: noKeyring,
});

/** The keys of a workstation's bureau, out of its profile, which nobody has open. */
export async function keysOf(
  folder: string,
  unlock: { readonly username: string; readonly passphrase: string },
  kdf: Kdf = fastKdf,
): Promise<KeysOfBureau> {
  const opened = await openVault({ ...options(folder, kdf), unlock });
  if (!opened.ok) throw new Error(opened.error.kind);
  const { store } = opened.value;
  const identity = readIdentity(store.read);
  const keys = heldBureauKeys(store.read);
  store.close();
  if (!identity) throw new Error('The workstation is not enrolled.');
  return { bureau: identity.bureau, keys };
}

/** Enrols a further workstation of a bureau into an empty profile, with the bureau's keys in its hands and these accounts. */
export async function enrolColleague(
  folder: string,
  hub: Hub,
  brought: KeysOfBureau,
  staff: readonly Person[] = colleagues,
  kdf: Kdf = fastKdf,
): Promise<void> {
  const code = await hub.admin.createEnrolmentCode(brought.bureau);
  const openTransport = (hubUrl: string, ca: string) => httpsTransport(hubUrl, { ca });
  const enrolled = await enrol(
    { random: systemRandom, untrustedGet, openTransport },
    new Map(),
    hub.url,
    code,
    brought,
  );
  if (!enrolled.ok) throw new Error(enrolled.error.code);
  const [first, ...others] = staff;
  if (!first) throw new Error('A workstation needs somebody.');
  const created = await createVault({ ...options(folder, kdf), firstUser: first });
  if (!created.ok) throw new Error(created.error.kind);
  const { store, vault } = created.value;
  for (const { username, passphrase, roles } of others) {
    const added = await vault.addUser(username, passphrase, { supervisor: roles.includes('supervisor') });
    if (!added.ok) throw new Error('The account was not added.');
  }
  store.transaction((tx) => {
    writeIdentity(tx, enrolled.value.identity);
    for (const key of brought.keys) keepBureauKey(tx, key);
    for (const { username, name, roles } of staff) {
      const id = newId({ clock: systemClock, random: systemRandom }) as UserId;
      insertUser(tx, { id, username, name, roles: [...roles] as Role[], active: true, createdAt: systemClock.now() });
    }
  });
  store.close();
}

/** Another workstation of a bureau, which holds the bureau's keys, its officer signed in. */
export async function colleagueOf(hub: Hub, brought: KeysOfBureau, more: Options = {}): Promise<TestWorkstation> {
  const colleague = await TestWorkstation.create(more);
  await enrolColleague(colleague.folder, hub, brought);
  await colleague.signInAgain();
  return colleague;
}

/** A second workstation of the bureau of a test workstation. */
export async function openColleague(hub: Hub, first: TestWorkstation, more: Options = {}): Promise<TestWorkstation> {
  first.lock();
  const brought = await keysOf(first.folder, { username: 'officer', passphrase: PASSPHRASE });
  await first.signInAgain();
  return colleagueOf(hub, brought, more);
}
