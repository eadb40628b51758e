import { join } from 'node:path';
import { enrol } from '#core/enrolment/enrol.ts';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import { nodeFileSystem } from '#core/store/node-file-system.ts';
import { type BureauKeyRow, heldBureauKeys, keepBureauKey } from '#core/store/tables/bureau-keys.ts';
import { writeIdentity } from '#core/store/tables/identity.ts';
import { insertUser } from '#core/store/tables/users.ts';
import { httpsTransport, untrustedGet } from '#core/sync/https-transport.ts';
import type { Kdf } from '#core/vault/kdf.ts';
import { noKeyring } from '#core/vault/keyring.ts';
import { createVault, openVault } from '#core/vault/vault.ts';
import type { Role } from '#shared/domain/role.ts';
import { newId, type UserId } from '#shared/lib/ids.ts';
import { systemClock, systemRandom } from './vault.ts';

interface Person {
  readonly username: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly passphrase: string;
}

const options = (folder: string, kdf: Kdf) => ({
  dir: join(folder, 'vault'),
  fs: nodeFileSystem,
  clock: systemClock,
  random: systemRandom,
  kdf,
  migrations: allMigrations,
  keyring: noKeyring,
});

/** The bureau's key pair out of a workstation's store, which nobody else has open. */
export async function bureauKeysOf(
  folder: string,
  unlock: { readonly username: string; readonly passphrase: string },
  kdf: Kdf,
): Promise<BureauKeyRow[]> {
  const opened = await openVault({ ...options(folder, kdf), unlock });
  if (!opened.ok) throw new Error(opened.error.kind);
  const keys = heldBureauKeys(opened.value.store.read);
  opened.value.store.close();
  return keys;
}

/** Enrols a further workstation of the bureau into an empty profile, with the bureau's key in its hands and these accounts. */
export async function enrolColleague(
  folder: string,
  hub: { readonly url: string; readonly code: string; readonly bureau: string },
  keys: readonly BureauKeyRow[],
  users: readonly Person[],
  kdf: Kdf,
): Promise<void> {
  const openTransport = (hubUrl: string, ca: string) => httpsTransport(hubUrl, { ca });
  const deps = { random: systemRandom, untrustedGet, openTransport };
  const enrolled = await enrol(deps, new Map(), hub.url, hub.code, { bureau: hub.bureau, keys });
  if (!enrolled.ok) throw new Error(enrolled.error.code);
  const [first, ...others] = users;
  if (!first) throw new Error('A workstation needs somebody');
  const created = await createVault({ ...options(folder, kdf), firstUser: first });
  if (!created.ok) throw new Error(created.error.kind);
  const { store, vault } = created.value;
  for (const { username, passphrase, roles } of others) {
    const added = await vault.addUser(username, passphrase, { supervisor: roles.includes('supervisor') });
    if (!added.ok) throw new Error('Not added');
  }
  store.transaction((tx) => {
    writeIdentity(tx, enrolled.value.identity);
    for (const key of keys) keepBureauKey(tx, key);
    for (const { username, name, roles } of users) {
      const id = newId({ clock: systemClock, random: systemRandom }) as UserId;
      insertUser(tx, { id, username, name, roles: [...roles] as Role[], active: true, createdAt: systemClock.now() });
    }
  });
  store.close();
}
