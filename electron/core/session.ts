import type { Role } from '#shared/domain/role.ts';
import type { Output, Parsed } from '#shared/ipc/contract.ts';
import type { DemoSetup } from '#shared/ipc/core-control.ts';
import type { SignedInUser } from '#shared/ipc/session.ts';
import type { CoreEvent, SessionPhase } from '#shared/ipc/wire.ts';
import { newId, type UserId } from '#shared/lib/ids.ts';
import { err, ok } from '#shared/lib/result.ts';
import { AuditChain } from './audit-chain.ts';
import { checkpointWhenDue } from './checkpointing.ts';
import type { Answer, SessionMethod, Workstation } from './context.ts';
import type { CoreDeps } from './core-deps.ts';
import { enrol, type PendingKeys } from './enrolment/enrol.ts';
import { recordAudit } from './record-audit.ts';
import { allMigrations } from './store/migrations/all-migrations.ts';
import { type Identity, readIdentity, writeIdentity } from './store/tables/identity.ts';
import { insertUser, userByUsername } from './store/tables/users.ts';
import { createVault, type OpenVaultOptions, openVault, type VaultParts, vaultState } from './vault/vault.ts';
import { createProblem, openProblem } from './vault-problems.ts';

/** How long a store that another process holds is waited for: 3 s in all. */
const TRIES = 10;
const BETWEEN_TRIES_MS = 300;

/** When the first screen stands and nobody notices a short pause. */
const SETTLED_AFTER_MS = 3000;

type SessionHandlers = {
  readonly [M in SessionMethod]: (
    input: Parsed<M>,
    progress: Progress,
  ) => Answer<Output<M>> | Promise<Answer<Output<M>>>;
};
/** How far the opening of the store is: done of total. */
type Progress = (done: number, total: number | null) => void;
type Account = Parsed<'session.enrol'>['account'];

/**
 * Who sits at this workstation.
 *
 *   new ──enrol──> open <──unlock── locked
 *
 * There is no way from open to locked: locking ends the process, and a new one begins locked.
 */
export class Session {
  station: Workstation | null = null;
  private readonly pending: PendingKeys = new Map();
  private busy: Promise<unknown> = Promise.resolve();

  readonly handlers: SessionHandlers = {
    'session.state': () => ok(this.state()),
    'session.enrol': (input) => this.oneAtATime(() => this.enrol(input)),
    'session.recover': (input) => this.oneAtATime(() => this.recover(input)),
    'session.unlock': (input, progress) => this.oneAtATime(() => this.unlock(input, progress)),
  };

  constructor(
    private readonly deps: CoreDeps,
    private readonly emit: (event: CoreEvent) => void,
  ) {}

  get phase(): SessionPhase {
    if (this.station) return 'open';
    return vaultState(this.deps.vaultDir, this.deps.fs).exists ? 'locked' : 'new';
  }

  async handle(method: string, input: unknown, progress: Progress): Promise<Answer<unknown>> {
    const handler = this.handlers[method as SessionMethod] as (
      input: unknown,
      progress: Progress,
    ) => Promise<Answer<unknown>>;
    return handler(input, progress);
  }

  /** Enrols an empty profile of the demo world and gives it its accounts; a profile that has a store is left as it is. */
  async setUpDemo(demo: DemoSetup): Promise<void> {
    const [first, ...others] = demo.users;
    if (!first || this.phase !== 'new') return;
    const { hubUrl, enrolmentCode } = demo;
    const enrolled = await enrol(this.deps, this.pending, hubUrl, enrolmentCode);
    if (!enrolled.ok) throw new Error(`The demo workstation could not be enrolled: ${enrolled.error.code}`);
    const created = await this.createStore(enrolled.value, first, first.roles as Role[]);
    if (!created.ok) throw new Error(`The demo store could not be created: ${created.error.code}`);
    for (const user of others) {
      const supervisor = user.roles.includes('supervisor');
      const added = await created.value.vault.addUser(user.username, user.passphrase, { supervisor });
      if (!added.ok) throw new Error('A demo account could not be created');
      created.value.store.transaction((tx) => insertUser(tx, this.newUser(user, user.roles as Role[])));
    }
    created.value.store.close();
  }

  close(): void {
    this.station?.sync.close();
    this.station?.store.close();
    this.station = null;
  }

  private state(): Output<'session.state'> {
    return {
      phase: this.phase,
      usernames: [...vaultState(this.deps.vaultDir, this.deps.fs).usernames],
      user: this.station?.actor ?? null,
      bureau: this.station?.identity.bureau ?? null,
    };
  }

  private async enrol({
    hubUrl,
    enrolmentCode,
    account,
  }: Parsed<'session.enrol'>): Promise<Answer<Output<'session.enrol'>>> {
    if (this.phase !== 'new') return err({ code: 'already-enrolled' });
    const enrolled = await enrol(this.deps, this.pending, hubUrl, enrolmentCode);
    if (!enrolled.ok) return enrolled;
    const created = await this.createStore(enrolled.value, account, ['administrator']);
    if (!created.ok) return created;
    const user = userByUsername(created.value.store.read, account.username);
    if (!user) return err({ code: 'unexpected' });
    this.open(created.value, enrolled.value, user);
    return ok({ recoveryKey: created.value.recoveryKey, bureau: enrolled.value.bureau });
  }

  /** The store with its first account, and who this workstation is: all in the first transaction. */
  private async createStore(
    identity: Identity,
    account: Account,
    roles: Role[],
  ): Promise<Answer<VaultParts & { recoveryKey: string }>> {
    const { username, passphrase } = account;
    const created = await createVault({ ...this.vaultOptions(), firstUser: { username, passphrase } });
    if (!created.ok) return err(createProblem(created.error));
    const user = this.newUser(account, roles);
    created.value.store.transaction((tx) => {
      writeIdentity(tx, identity);
      insertUser(tx, user);
      const at = this.deps.clock.now();
      const detail = { workstation: identity.workstationId };
      recordAudit(tx, {
        method: 'session.enrol',
        at,
        actor: user,
        subject: 'workstation',
        subjectId: identity.workstationId,
        detail,
      });
    });
    return ok(created.value);
  }

  private newUser({ username, name }: { username: string; name: string }, roles: Role[]) {
    return { id: newId(this.deps) as UserId, username, name, roles, active: true, createdAt: this.deps.clock.now() };
  }

  private async unlock(
    { username, passphrase }: Parsed<'session.unlock'>,
    progress: Progress,
  ): Promise<Answer<Output<'session.unlock'>>> {
    if (this.station) return ok({ user: this.station.actor });
    const onProgress = ({ phase, done }: { phase: 'unlocking' | 'loading'; done: number }) =>
      progress(Math.round((phase === 'unlocking' ? done : 1 + done) * 50), 100);
    const opened = await this.openWhenFree({ username, passphrase }, onProgress);
    if (!opened.ok) return err(openProblem(opened.error));
    const { store } = opened.value;
    const identity = readIdentity(store.read);
    const user = userByUsername(store.read, username);
    if (!identity || !user?.active) {
      store.close();
      return err({ code: identity ? 'account-inactive' : 'store-missing' });
    }
    this.open(opened.value, identity, user);
    this.recordSignIn(store, user);
    return ok({ user: this.actorOf(user) });
  }

  /** The core that had the store before may just be ending, killed or locked: it is given a moment. */
  private async openWhenFree(unlock: OpenVaultOptions['unlock'], onProgress: OpenVaultOptions['onProgress']) {
    for (let tries = 1; ; tries += 1) {
      const opened = await openVault({ ...this.vaultOptions(), unlock, onProgress });
      if (opened.ok || opened.error.kind !== 'in-use' || tries === TRIES) return opened;
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS));
    }
  }

  /** On a disk that takes nothing more, people can still sign in and read. */
  private recordSignIn(store: VaultParts['store'], user: SignedInUser): void {
    if (store.status().readOnly) return;
    const at = this.deps.clock.now();
    store.transaction((tx) =>
      recordAudit(tx, { method: 'session.unlock', at, actor: user, subject: 'session', subjectId: null, detail: {} }),
    );
  }

  /** The store is closed again: the recovery key signs nobody in. */
  private async recover(input: Parsed<'session.recover'>): Promise<Answer<Output<'session.recover'>>> {
    if (this.station) return err({ code: 'forbidden' });
    const { recoveryKey, username, passphrase } = input;
    const opened = await openVault({ ...this.vaultOptions(), unlock: { recoveryKey } });
    if (!opened.ok) return err(openProblem(opened.error));
    const { store, vault } = opened.value;
    try {
      const user = userByUsername(store.read, username);
      if (!user?.active) return err({ code: 'not-found', params: { kind: 'account' } });
      const reset = await vault.resetPassphrase(username, passphrase);
      if (!reset.ok) return err({ code: 'weak-passphrase' });
      const call = { method: 'session.recover', subject: 'account', subjectId: user.id, detail: {} };
      store.transaction((tx) => recordAudit(tx, { ...call, at: this.deps.clock.now(), actor: null }));
      return ok({});
    } finally {
      store.close();
    }
  }

  private open(parts: VaultParts, identity: Identity, user: SignedInUser): void {
    const { clock, random, files, openSync } = this.deps;
    const { store, attachments, vault } = parts;
    store.onCommit((tables) => this.emit({ event: 'changed', tables: [...tables] }));
    checkpointWhenDue(store, this.deps.log);
    const sync = openSync({ store, attachments, identity, emit: this.emit });
    const actor = this.actorOf(user);
    const auditChain = new AuditChain();
    this.station = { store, attachments, vault, identity, actor, sync, clock, random, files, auditChain };
    this.emit({ event: 'session', phase: 'open' });
    if (this.deps.afterOpening) setTimeout(this.deps.afterOpening, SETTLED_AFTER_MS).unref();
  }

  private readonly actorOf = ({ id, username, name, roles }: SignedInUser): SignedInUser => ({
    id,
    username,
    name,
    roles,
  });

  private vaultOptions() {
    const { vaultDir: dir, fs, clock, random, kdf } = this.deps;
    return { dir, fs, clock, random, kdf, migrations: allMigrations };
  }

  /** Two sign-ins at once would open the store twice. */
  private oneAtATime<T>(work: () => Promise<T>): Promise<T> {
    const next = this.busy.then(work, work);
    this.busy = next.catch(() => undefined);
    return next;
  }
}
