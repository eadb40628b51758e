import { AuditChain } from '#core/audit-chain.ts';
import { nodeDisk } from '#core/backup/node-disk.ts';
import type { Answer, ChosenFolder, FileAccess, Workstation } from '#core/context.ts';
import { type CallHooks, Dispatcher } from '#core/ipc/dispatcher.ts';
import type { Session } from '#core/session.ts';
import type { WriteDb } from '#core/store/database.ts';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import { nodeFileSystem } from '#core/store/node-file-system.ts';
import { type BureauRecord, putBureau } from '#core/store/tables/bureaus.ts';
import { type Identity, writeIdentity } from '#core/store/tables/identity.ts';
import { insertUser } from '#core/store/tables/users.ts';
import type { SyncEngine } from '#core/sync/sync-engine.ts';
import type { Recording } from '#core/timeline.ts';
import { Capacity, DEFAULT_STORE_LIMIT } from '#core/upkeep/capacity.ts';
import { type Keyring, noKeyring } from '#core/vault/keyring.ts';
import { createVault } from '#core/vault/vault.ts';
import type { Role } from '#shared/domain/role.ts';
import type { Input, Method, Output } from '#shared/ipc/contract.ts';
import type { SignedInUser } from '#shared/ipc/session.ts';
import type { AppError } from '#shared/ipc/wire.ts';
import { newId, type UserId, type WorkstationId } from '#shared/lib/ids.ts';
import { err, ok } from '#shared/lib/result.ts';
import { keyId } from '#shared/protocol/hpke.ts';
import { MemoryFileSystem } from './memory-file-system.ts';
import { fastKdf, systemRandom } from './vault.ts';

export const START = Date.parse('2026-11-23T09:00:00.000Z');
export const PASSPHRASE = 'a lantern in the fog';

/** A synchronisation that goes nowhere: a test says what it answers, and sees that it was woken. */
export class FakeSync implements SyncEngine {
  connection: ReturnType<SyncEngine['status']>['connection'] = 'online';
  readonly bundles: SyncEngine['bundles'] = null;
  readonly presence: SyncEngine['presence'] = null;
  woken = 0;
  record: Awaited<ReturnType<SyncEngine['fetchRecord']>> = err({ code: 'offline', detail: '' });

  status() {
    return { connection: this.connection, since: START, refusal: null, dataAsOf: START, clockOff: null };
  }

  wake(): void {
    this.woken += 1;
  }

  async fetchRecord() {
    return this.record;
  }

  close(): void {}
}

/** Files a person "chose", by token, in memory. */
export class FakeFiles implements FileAccess {
  readonly chosen = new Map<string, { name: string; size: number; content: () => AsyncIterable<Uint8Array> }>();
  readonly written = new Map<string, Uint8Array>();

  /** @param content its bytes, whole */
  choose(name: string, content: Uint8Array): string {
    return this.chooseStream(name, content.length, async function* () {
      yield content;
    });
  }

  chooseStream(name: string, size: number, content: () => AsyncIterable<Uint8Array>): string {
    const token = `token-${this.chosen.size}`;
    this.chosen.set(token, { name, size, content });
    return token;
  }

  async read(token: string) {
    const file = this.chosen.get(token);
    this.chosen.delete(token);
    return file ? ok(file) : err<AppError>({ code: 'file-unreadable', params: { name: '' } });
  }

  /** A folder of this machine, as the person would choose it. */
  chooseFolder(path: string): string {
    return path;
  }

  folder(token: string): Answer<ChosenFolder> {
    return ok({ path: token, name: token, disk: nodeDisk, fs: nodeFileSystem });
  }

  async write(
    token: string,
    content: AsyncIterable<Uint8Array>,
    verify?: Parameters<FileAccess['write']>[2],
  ): Promise<Answer<null>> {
    const parts: Uint8Array[] = [];
    for await (const part of content) parts.push(part.slice());
    const whole = Buffer.concat(parts);
    await verify?.(async function* () {
      yield whole;
    });
    this.written.set(token, whole);
    return ok(null);
  }
}

export interface Space {
  limitBytes: number;
  freeBytes: number | null;
}

/** Nothing is done beside the calls that a test makes. */
const idleUpkeep = (capacity: Capacity): Workstation['upkeep'] => ({
  integrity: { state: 'not-yet' },
  notices: () => capacity.notices(),
  noteCall: () => undefined,
  stop: () => undefined,
});

/** What a refused call throws. */
export class Refusal extends Error {
  constructor(
    method: string,
    readonly appError: AppError,
  ) {
    super(`${method}: ${appError.code} ${JSON.stringify(appError.params ?? {})}`);
  }
}

/** The core behind its one way in, on a real sealed store in memory; each call comes a second after the one before. */
export class CoreStation {
  private calls = 0;
  private readonly dispatcher: Dispatcher;

  private constructor(
    readonly station: Workstation,
    readonly sync: FakeSync,
    readonly files: FakeFiles,
    readonly clock: { now(): number; at: number },
    readonly fs: MemoryFileSystem,
    private readonly session: { station: Workstation; handlers: object },
    /** The room that a test gives the store. */
    readonly space: Space,
  ) {
    const log = { error: (what: string, error?: unknown) => this.errors.push([what, error]), info: () => undefined };
    this.dispatcher = new Dispatcher(session as unknown as Session, log);
  }

  /** What the core would have told a developer. */
  readonly errors: unknown[] = [];

  static async open(identity: Partial<Identity> = {}, keyring: Keyring = noKeyring): Promise<CoreStation> {
    const clock = { at: START, now: () => clock.at };
    const fs = new MemoryFileSystem();
    const firstUser = { username: 'olaf', passphrase: PASSPHRASE };
    const options = {
      dir: '/vault',
      fs,
      clock,
      random: systemRandom,
      kdf: fastKdf,
      keyring,
      migrations: allMigrations,
    };
    const created = await createVault({ ...options, firstUser });
    if (!created.ok) throw new Error(created.error.kind);
    const { store, attachments, vault } = created.value;
    const sync = new FakeSync();
    const files = new FakeFiles();
    const actor = userOf(clock, 'olaf', 'Olaf Officer', ['officer', 'supervisor', 'administrator']);
    const own: Identity = { ...IDENTITY, ...identity };
    store.transaction((tx) => {
      writeIdentity(tx, own);
      insertUser(tx, { ...actor, active: true, createdAt: START });
      for (const code of ['UTO', 'FRI', 'GIN']) putBureau(tx, bureau(code), START);
    });
    const auditChain = new AuditChain();
    const space: Space = { limitBytes: DEFAULT_STORE_LIMIT, freeBytes: null };
    const capacity = new Capacity({
      store,
      get limitBytes() {
        return space.limitBytes;
      },
      freeBytes: () => space.freeBytes,
    });
    const upkeep = idleUpkeep(capacity);
    const parts = { store, attachments, vault, keyring, identity: own, actor, sync, clock, files };
    const station = { ...parts, random: systemRandom, auditChain, capacity, upkeep, looking: false };
    return new CoreStation(station, sync, files, clock, fs, { station, handlers: {} }, space);
  }

  /** What the core answers; throws Refusal where that is an error. */
  async call<M extends Method>(method: M, input: Input<M>, hooks: Partial<CallHooks> = {}): Promise<Output<M>> {
    this.clock.at += 1000;
    this.calls += 1;
    const signal = hooks.signal ?? new AbortController().signal;
    const progress = hooks.progress ?? (() => undefined);
    const reply = await this.dispatcher.handle({ id: this.calls, method, input }, { signal, progress });
    if (!reply.ok) throw new Refusal(method, reply.error);
    return reply.value as Output<M>;
  }

  /** The error a call is refused with. */
  async refusal<M extends Method>(method: M, input: Input<M>, hooks: Partial<CallHooks> = {}): Promise<AppError> {
    try {
      await this.call(method, input, hooks);
    } catch (error) {
      if (error instanceof Refusal) return error.appError;
      throw error;
    }
    throw new Error(`${method} was not refused.`);
  }

  /** From now on the store is only looked at. */
  onlyLook(): void {
    this.session.station = { ...this.session.station, looking: true };
  }

  /** Lets somebody else sit down, with an account of these posts. */
  signIn(username: string, name: string, roles: Role[]): SignedInUser {
    const actor = userOf(this.clock, username, name, roles);
    this.station.store.transaction((tx) => insertUser(tx, { ...actor, active: true, createdAt: this.clock.at }));
    this.session.station = { ...this.session.station, actor };
    return actor;
  }

  /** One transaction, as the synchronisation makes them. */
  transaction<T>(work: (recording: Recording) => T): T {
    this.clock.at += 1000;
    return this.station.store.transaction((tx: WriteDb) =>
      work({ tx, now: this.clock.at, newId: () => newId(this.station) }),
    );
  }

  newId(): string {
    return newId(this.station);
  }

  close(): void {
    this.station.store.close();
  }
}

function userOf(clock: { now(): number }, username: string, name: string, roles: Role[]): SignedInUser {
  return { id: newId({ clock, random: systemRandom }) as UserId, username, name, roles };
}

/** A bureau of an invented country that has a key. */
const bureau = (code: string): BureauRecord => ({
  code,
  role: 'national-central-bureau',
  names: { en: code, fr: code, es: code, ar: code },
  keys: [
    {
      keyId: keyId.parse('A'.repeat(22)),
      publicKey: 'A'.repeat(43),
      status: 'current',
      since: '2026-01-01T00:00:00.000Z',
    },
  ],
});

export const IDENTITY: Identity = {
  bureau: 'UTO',
  workstationId: newId({ clock: { now: () => START }, random: systemRandom }) as WorkstationId,
  name: 'UTO-7F3A',
  hubUrl: 'https://localhost:1',
  hubCa: '',
  certificate: '',
  tlsKey: '',
  signingPublicKey: '',
  signingPrivateKey: '',
  devicePublicKey: '',
  devicePrivateKey: '',
  rootKey: '',
};
