import type { Output, Parsed } from '#shared/ipc/contract.ts';
import type { DemoSetup } from '#shared/ipc/core-control.ts';
import type { SignedInUser } from '#shared/ipc/session.ts';
import type { CoreEvent, SessionPhase } from '#shared/ipc/wire.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { confirmErasure, endErasure, eraseWorkstation } from './backup/erase-workstation.ts';
import { reEnrol } from './backup/re-enrol.ts';
import { renewIdentity } from './backup/renew-identity.ts';
import { listBackups, restoreBackup } from './backup/restore-session.ts';
import type { Answer, SessionMethod, Workstation } from './context.ts';
import type { CoreDeps } from './core-deps.ts';
import { setUpDemo } from './demo-setup.ts';
import { enrol, type PendingKeys } from './enrolment/enrol.ts';
import { type Credentials, MetDamage } from './met-damage.ts';
import { createStore, vaultOptions } from './new-store.ts';
import { type OpenedParts, openStation } from './open-station.ts';
import { recordAudit } from './record-audit.ts';
import type { ReadDb } from './store/database.ts';
import { type Identity, readIdentity } from './store/tables/identity.ts';
import { restoredFrom } from './store/tables/restored.ts';
import { userByUsername } from './store/tables/users.ts';
import type { OpenVaultError } from './vault/errors.ts';
import { type OpenVaultOptions, openVault, type VaultParts, vaultState } from './vault/vault.ts';
import { openProblem } from './vault-problems.ts';

/** How long a store that another process holds is waited for: 3 s in all. */
const TRIES = 10;
const BETWEEN_TRIES_MS = 300;

/** When the first screen stands and nobody notices a short pause. */
const SETTLED_AFTER_MS = 3000;

type SessionHandlers = {
  readonly [M in SessionMethod]: (
    input: Parsed<M>,
    progress: Progress,
    signal: AbortSignal,
  ) => Answer<Output<M>> | Promise<Answer<Output<M>>>;
};
/** How far the opening of the store is: done of total. */
type Progress = (done: number, total: number | null) => void;
/** What the audit trail keeps of a decision to go on without what could not be read. */
type SalvageDetail = { readonly file: string; readonly lostTransactions: number };

interface SessionHooks {
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

const forbidden: Answer<never> = err({ code: 'forbidden' });

/**
 * Who sits at this workstation.
 *
 *   new ──enrol──> open <──unlock── locked ──unlock, damage met──> locked ──salvage, look──> open
 *    ^ │            │                  ^
 *    │ └─────────── │ ───restore───────┘   a restored store has no identity: it is opened by re-enrolling
 *    └────erase─────┘
 *
 * Files of a store without its keys are neither: nothing is begun over them (keys-missing).
 * There is no way from open to locked: locking ends the process, and a new one begins locked.
 */
export class Session {
  station: Workstation | null = null;
  private readonly pending: PendingKeys = new Map();
  private readonly damage: MetDamage;
  private busy: Promise<unknown> = Promise.resolve();

  readonly handlers: SessionHandlers = {
    'session.state': () => ok(this.state()),
    'session.enrol': (input) => this.oneAtATime(() => this.enrol(input)),
    'session.recover': (input) => this.oneAtATime(() => this.recover(input)),
    'session.unlock': (input, progress) => this.oneAtATime(() => this.unlock(input, progress)),
    'session.salvage': (input, progress) => this.oneAtATime(() => this.salvage(input, progress)),
    'session.look': (input, progress) => this.oneAtATime(() => this.look(input, progress)),
    'session.backups': (input) => listBackups(this.deps, input),
    'session.restore': (input, progress, signal) => this.oneAtATime(() => this.restore(input, progress, signal)),
    'session.re-enrol': (input) => this.oneAtATime(() => this.reEnrol(input)),
    'workstation.erase': (input) => this.oneAtATime(() => this.erase(input)),
    'workstation.renew': () => this.oneAtATime(() => this.renew()),
  };

  constructor(
    private readonly deps: CoreDeps,
    private readonly emit: (event: CoreEvent) => void,
  ) {
    this.damage = new MetDamage(deps.random);
    endErasure(deps);
  }

  get phase(): SessionPhase {
    if (this.station) return 'open';
    const { exists, keysMissing } = vaultState(this.deps.vaultDir, this.deps.fs);
    if (exists) return 'locked';
    return keysMissing ? 'keys-missing' : 'new';
  }

  async handle(method: string, input: unknown, { progress, signal }: SessionHooks): Promise<Answer<unknown>> {
    const handler = this.handlers[method as SessionMethod] as (
      input: unknown,
      progress: Progress,
      signal: AbortSignal,
    ) => Promise<Answer<unknown>>;
    return handler(input, progress, signal);
  }

  /** A profile that has a store is left as it is. */
  async setUpDemo(demo: DemoSetup): Promise<void> {
    if (this.phase === 'new') await setUpDemo(this.deps, this.pending, demo);
  }

  close(): void {
    this.station?.upkeep.stop();
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
      looking: this.station?.looking ?? false,
      damage: this.station ? null : this.damage.shown,
    };
  }

  private async enrol({
    hubUrl,
    enrolmentCode,
    account,
  }: Parsed<'session.enrol'>): Promise<Answer<Output<'session.enrol'>>> {
    if (this.phase === 'keys-missing') return err({ code: 'store-keys-missing' });
    if (this.phase !== 'new') return err({ code: 'already-enrolled' });
    const enrolled = await enrol(this.deps, this.pending, hubUrl, enrolmentCode);
    if (!enrolled.ok) return enrolled;
    const created = await createStore(this.deps, enrolled.value, account, ['administrator']);
    if (!created.ok) return created;
    const user = userByUsername(created.value.store.read, account.username);
    if (!user) return err({ code: 'unexpected' });
    const { identity } = enrolled.value;
    this.open(created.value, identity, user);
    const { bureau, name: workstation } = identity;
    return ok({ recoveryKey: created.value.recoveryKey, bureau, workstation });
  }

  private async unlock(credentials: Credentials, progress: Progress): Promise<Answer<Output<'session.unlock'>>> {
    if (this.station) return ok({ user: this.station.actor });
    this.damage.forget();
    const lookAt = (db: ReadDb) => this.damage.lookAt(db, credentials.username);
    const opened = await this.openWhenFree(credentials, progress, { lookAt });
    if (opened.ok) return this.signIn(opened.value, credentials);
    if (opened.error.kind === 'damaged') this.damage.take(credentials, opened.error);
    return err(openProblem(opened.error));
  }

  /** A person who may has decided to go on with what precedes the damage. */
  private async salvage(credentials: Credentials, progress: Progress): Promise<Answer<Output<'session.salvage'>>> {
    const met = this.damage.shown;
    if (this.station || !met || !this.damage.isOf(credentials)) return err({ code: 'forbidden' });
    if (!met.maySalvage) return err({ code: 'salvage-needs-supervisor' });
    const opened = await this.openWhenFree(credentials, progress, { salvage: true });
    if (!opened.ok) return err(openProblem(opened.error));
    const { file, readable } = met;
    return this.signIn(opened.value, credentials, { file, lostTransactions: readable?.lostTransactions ?? 0 });
  }

  /** Shows what can be read of a damaged store; its folder stays as it is. */
  private async look(credentials: Credentials, progress: Progress): Promise<Answer<Output<'session.look'>>> {
    if (this.station || !this.damage.isOf(credentials)) return err({ code: 'forbidden' });
    const opened = await this.openWhenFree(credentials, progress, { look: true });
    if (!opened.ok) return err(openProblem(opened.error));
    return this.signIn(opened.value, credentials, null, true);
  }

  private signIn(
    parts: OpenedParts,
    { username }: Credentials,
    salvaged: SalvageDetail | null = null,
    looking = false,
  ): Answer<Output<'session.unlock'>> {
    const { store } = parts;
    const identity = readIdentity(store.read);
    const user = userByUsername(store.read, username);
    if (!identity || !user?.active) {
      const restored = restoredFrom(store.read);
      store.close();
      if (user?.active && restored) return err({ code: 'needs-enrolment' });
      return err({ code: identity || restored ? 'account-inactive' : 'store-missing' });
    }
    this.damage.forget();
    for (const { kind } of parts.vault.notices) this.deps.log.info(`opening: ${kind}`);
    this.open(parts, identity, user, looking);
    this.recordSignIn(store, user, salvaged);
    return ok({ user: this.actorOf(user) });
  }

  /** The core that had the store before may just be ending, killed or locked: it is given a moment. */
  private async openWhenFree(
    unlock: Credentials,
    progress: Progress,
    more: Partial<OpenVaultOptions>,
  ): Promise<Result<OpenedParts, OpenVaultError>> {
    const onProgress = ({ phase, done }: { phase: 'unlocking' | 'loading'; done: number }) =>
      progress(Math.round((phase === 'unlocking' ? done : 1 + done) * 50), 100);
    const keyring = await this.deps.openKeyring();
    for (let tries = 1; ; tries += 1) {
      const opened = await openVault({ ...vaultOptions(this.deps), unlock, keyring, onProgress, ...more });
      if (opened.ok) return ok({ ...opened.value, keyring });
      if (opened.error.kind !== 'in-use' || tries === TRIES) return opened;
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS));
    }
  }

  /** On a disk that takes nothing more, people can still sign in and read. */
  private recordSignIn(store: VaultParts['store'], actor: SignedInUser, salvaged: SalvageDetail | null): void {
    if (store.status().readOnly) return;
    const entry = { at: this.deps.clock.now(), actor, subject: 'session', subjectId: null };
    store.transaction((tx) => {
      if (salvaged) recordAudit(tx, { ...entry, method: 'session.salvage', detail: salvaged });
      recordAudit(tx, { ...entry, method: 'session.unlock', detail: {} });
    });
  }

  /** The store is closed again: the recovery key signs nobody in. The account then needs no keyring: it may be lost for good. */
  private async recover(input: Parsed<'session.recover'>): Promise<Answer<Output<'session.recover'>>> {
    if (this.station) return err({ code: 'forbidden' });
    const { recoveryKey, username, passphrase } = input;
    const opened = await openVault({ ...vaultOptions(this.deps), unlock: { recoveryKey } });
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

  /** A store out of a back-up becomes that of a new workstation; whoever has the code and an account of the store may do it. */
  private async reEnrol(input: Parsed<'session.re-enrol'>): Promise<Answer<Output<'session.re-enrol'>>> {
    if (this.station) return err({ code: 'forbidden' });
    const opened = await this.openWhenFree(input, () => undefined, {});
    if (!opened.ok) return err(openProblem(opened.error));
    const { store } = opened.value;
    let enrolled: Awaited<ReturnType<typeof reEnrol>> | undefined;
    try {
      enrolled = await reEnrol(this.deps, this.pending, store, input);
    } finally {
      if (!enrolled?.ok) store.close();
    }
    if (!enrolled.ok) return enrolled;
    const { identity, user } = enrolled.value;
    this.open(opened.value, identity, user);
    return ok({ user: this.actorOf(user) });
  }

  /** What was met in the store before is not true of the one that took its place. */
  private async restore(
    input: Parsed<'session.restore'>,
    progress: Progress,
    signal: AbortSignal,
  ): Promise<Answer<Output<'session.restore'>>> {
    if (this.station) return forbidden;
    const restored = await restoreBackup(this.deps, input, progress, signal);
    if (restored.ok) this.damage.forget();
    return restored;
  }

  /** Nobody is signed in afterwards, and there is nothing to sign in to. */
  private async erase({ passphrase }: Parsed<'workstation.erase'>): Promise<Answer<Output<'workstation.erase'>>> {
    const { station } = this;
    if (!station) return err({ code: 'locked' });
    if (station.looking) return err({ code: 'looking-only' });
    const facts = await confirmErasure(station, passphrase);
    if (!facts.ok) return facts;
    this.close();
    const erased = eraseWorkstation(this.deps, facts.value);
    // The page shows the report as long as it is being read; there is none when the keys are still there.
    if (!erased.ok) this.emit({ event: 'session', phase: this.phase });
    return erased;
  }

  /** The store of a revoked machine is left without an identity, and closed: the next sign-in enrols it anew. */
  private async renew(): Promise<Answer<Output<'workstation.renew'>>> {
    const { station } = this;
    if (!station) return err({ code: 'locked' });
    if (station.looking) return err({ code: 'looking-only' });
    const renewed = renewIdentity(station);
    if (!renewed.ok) return renewed;
    this.close();
    this.emit({ event: 'session', phase: this.phase });
    return ok({});
  }

  private open(parts: OpenedParts, identity: Identity, user: SignedInUser, looking = false): void {
    this.station = openStation(this.deps, { parts, identity, actor: this.actorOf(user), looking }, this.emit);
    this.emit({ event: 'session', phase: 'open' });
    if (this.deps.afterOpening) setTimeout(this.deps.afterOpening, SETTLED_AFTER_MS).unref();
  }

  private readonly actorOf = ({ id, username, name, roles }: SignedInUser): SignedInUser => ({
    id,
    username,
    name,
    roles,
  });

  /** Two sign-ins at once would open the store twice. */
  private oneAtATime<T>(work: () => Promise<T>): Promise<T> {
    const next = this.busy.then(work, work);
    this.busy = next.catch(() => undefined);
    return next;
  }
}
