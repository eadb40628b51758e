import { type Core, createCore } from '#core/core.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { recordAudit } from '#core/record-audit.ts';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import { insertCase } from '#core/store/tables/cases.ts';
import { writeIdentity } from '#core/store/tables/identity.ts';
import { insertUser } from '#core/store/tables/users.ts';
import { noKeyring } from '#core/vault/keyring.ts';
import { createVault } from '#core/vault/vault.ts';
import type { Role } from '#shared/domain/role.ts';
import type { Input, Method, Output } from '#shared/ipc/contract.ts';
import type { AppError, CoreEvent } from '#shared/ipc/wire.ts';
import type { CaseId, UserId } from '#shared/lib/ids.ts';
import { FakeFiles, FakeSync, IDENTITY, PASSPHRASE, Refusal, START } from './core-station.ts';
import type { MemoryFileSystem } from './memory-file-system.ts';
import { fastKdf, systemRandom } from './vault.ts';

export const SUPERVISOR = { username: 'olaf', passphrase: PASSPHRASE };
export const OFFICER = { username: 'olga', passphrase: 'the passphrase of olga' };
const VAULT_DIR = '/profile/vault';

/** Makes the sealed store of an enrolled workstation: a supervisor, an officer, and one case a transaction. */
export async function makeStore(fs: MemoryFileSystem, titles: readonly string[], appVersion = '0.1.0'): Promise<void> {
  const clock = { now: () => START };
  const options = {
    dir: VAULT_DIR,
    fs,
    clock,
    random: systemRandom,
    kdf: fastKdf,
    migrations: allMigrations,
    appVersion,
  };
  const created = await createVault({ ...options, firstUser: SUPERVISOR });
  if (!created.ok) throw new Error(created.error.kind);
  const { store, vault } = created.value;
  await vault.addUser(OFFICER.username, OFFICER.passphrase);
  const user = (username: string, roles: Role[]) => ({
    id: username as UserId,
    username,
    name: username,
    roles,
    active: true,
    createdAt: START,
  });
  store.transaction((tx) => {
    writeIdentity(tx, IDENTITY);
    insertUser(tx, user('olaf', ['supervisor', 'administrator']));
    insertUser(tx, user('olga', ['officer']));
  });
  titles.forEach((title, index) => {
    const at = START + (index + 1) * 60_000;
    store.transaction((tx) => {
      insertCase(tx, aCase(index, title, at));
      const call = { method: 'case.create', at, actor: null, subject: 'case', subjectId: title, detail: {} };
      recordAudit(tx, call);
    });
  });
  store.close();
}

/** A whole core on a disk in memory, as one process after another would be; nothing of the hub. */
export class TestCore {
  readonly events: CoreEvent[] = [];
  readonly logged: string[] = [];
  private readonly core: Core;
  private calls = 0;

  constructor(
    readonly fs: MemoryFileSystem,
    more: Partial<CoreDeps> = {},
  ) {
    const note = (what: string) => this.logged.push(what);
    const unreachable = async () => Promise.reject(new Error('There is no hub here.'));
    this.core = createCore(
      {
        vaultDir: VAULT_DIR,
        fs,
        clock: { now: () => START + 3_600_000 },
        random: systemRandom,
        kdf: fastKdf,
        files: new FakeFiles(),
        log: { error: note, info: note },
        untrustedGet: unreachable,
        openTransport: unreachable as never,
        openSync: () => new FakeSync(),
        openKeyring: async () => noKeyring,
        timers: { after: () => () => undefined },
        appVersion: '0.1.0',
        ...more,
      },
      (event) => this.events.push(event),
    );
  }

  async call<M extends Method>(method: M, input: Input<M>): Promise<Output<M>> {
    this.calls += 1;
    const hooks = { signal: new AbortController().signal, progress: () => undefined };
    const reply = await this.core.handle({ id: this.calls, method, input }, hooks);
    if (!reply.ok) throw new Refusal(method, reply.error);
    return reply.value as Output<M>;
  }

  async refusal<M extends Method>(method: M, input: Input<M>): Promise<AppError> {
    const refused = await this.call(method, input).catch((error: unknown) => error);
    if (refused instanceof Refusal) return refused.appError;
    throw new Error(`${method} was not refused.`);
  }

  close(): void {
    this.core.close();
  }
}

const aCase = (index: number, title: string, at: number) => ({
  id: `case-${index}` as CaseId,
  reference: `UTO-2026-00000${index}`,
  title,
  crimeArea: 'people-smuggling' as const,
  status: 'open' as const,
  priority: 'normal' as const,
  purpose: 'obtain-information' as const,
  handling: 'H1' as const,
  marking: 'for-official-use-only' as const,
  officerId: null,
  description: '',
  createdAt: at,
  createdBy: 'olaf',
  updatedAt: at,
  version: 1,
});
