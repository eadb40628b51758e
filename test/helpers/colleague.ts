import { join } from 'node:path';
import { type Brought, enrol } from '#core/enrolment/enrol.ts';
import { createStore, newUser } from '#core/new-store.ts';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import { nodeFileSystem } from '#core/store/node-file-system.ts';
import { heldBureauKeys } from '#core/store/tables/bureau-keys.ts';
import { readIdentity } from '#core/store/tables/identity.ts';
import { insertUser } from '#core/store/tables/users.ts';
import { httpsTransport, untrustedGet } from '#core/sync/https-transport.ts';
import type { Kdf } from '#core/vault/kdf.ts';
import { noKeyring } from '#core/vault/keyring.ts';
import { openVault } from '#core/vault/vault.ts';
import type { TestHub } from './hub.ts';
import { systemRandom } from './vault.ts';
import { fastKdf, PASSPHRASE, TestWorkstation } from './workstation.ts';

const clock = { now: () => Date.now() };

interface Unlock {
  readonly username: string;
  readonly passphrase: string;
  /** Absent: the fast one. */
  readonly kdf?: Kdf;
}

/** The keys of a workstation's bureau, read out of its locked vault. */
export async function keysOf(vaultDir: string, { kdf = fastKdf, ...unlock }: Unlock): Promise<Brought> {
  const opened = await openVault({
    dir: vaultDir,
    fs: nodeFileSystem,
    clock,
    random: systemRandom,
    kdf,
    migrations: allMigrations,
    unlock,
  });
  if (!opened.ok) throw new Error(opened.error.kind);
  const { read } = opened.value.store;
  const identity = readIdentity(read);
  const keys = heldBureauKeys(read);
  opened.value.store.close();
  if (!identity) throw new Error('The workstation is not enrolled.');
  return { bureau: identity.bureau, keys };
}

/** A second workstation of the bureau of a test workstation. */
export async function openColleague(
  hub: TestHub,
  first: TestWorkstation,
  options: Parameters<typeof TestWorkstation.create>[0] = {},
): Promise<TestWorkstation> {
  first.lock();
  const brought = await keysOf(join(first.folder, 'vault'), { username: 'officer', passphrase: PASSPHRASE });
  await first.signInAgain();
  return colleagueOf(hub, brought, options);
}

/** Another workstation of a bureau, which holds the bureau's key. Its officer is Otto Officer. */
export async function colleagueOf(
  hub: TestHub,
  brought: Brought,
  options: Parameters<typeof TestWorkstation.create>[0] = {},
): Promise<TestWorkstation> {
  const colleague = await TestWorkstation.create(options);
  const deps = {
    vaultDir: join(colleague.folder, 'vault'),
    fs: nodeFileSystem,
    clock,
    random: systemRandom,
    kdf: fastKdf,
    openKeyring: async () => noKeyring,
    untrustedGet,
    openTransport: (hubUrl: string, ca: string) => httpsTransport(hubUrl, { ca }),
  };
  const code = await hub.admin.createEnrolmentCode(brought.bureau);
  const enrolled = await enrol(deps, new Map(), hub.url, code, brought);
  if (!enrolled.ok) throw new Error(enrolled.error.code);
  const account = { username: 'admin', name: 'Abel Admin', passphrase: PASSPHRASE };
  const created = await createStore(deps as never, enrolled.value, account, ['administrator']);
  if (!created.ok) throw new Error(created.error.code);
  const { store, vault } = created.value;
  await vault.addUser('officer', PASSPHRASE, { supervisor: true });
  const officer = newUser(deps as never, { username: 'officer', name: 'Otto Officer' }, ['officer', 'supervisor']);
  store.transaction((tx) => insertUser(tx, officer));
  store.close();
  await colleague.signInAgain();
  return colleague;
}
