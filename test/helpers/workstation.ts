import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChosenFiles } from '#core/chosen-files.ts';
import { type Core, createCore } from '#core/core.ts';
import { nodeFileSystem } from '#core/store/node-file-system.ts';
import { httpsTransport, untrustedGet } from '#core/sync/https-transport.ts';
import { startSync } from '#core/sync/start-sync.ts';
import { type HubRequest, type HubTransport, TransportError } from '#core/sync/transport.ts';
import type { Kdf } from '#core/vault/kdf.ts';
import { type Keyring, noKeyring } from '#core/vault/keyring.ts';
import type { Input, Method, Output } from '#shared/ipc/contract.ts';
import type { AppError, CoreEvent } from '#shared/ipc/wire.ts';
import type { Clock } from '#shared/lib/deps.ts';
import { sha256 } from '#shared/protocol/bytes.ts';
import { canonicalJson } from '#shared/protocol/canonical-json.ts';

/** As good as Argon2id for a test that is not about passphrases, and a thousand times as fast. */
export const fastKdf: Kdf = {
  derive: (passphrase, salt, parameters) => sha256(canonicalJson({ passphrase, salt: [...salt], parameters })),
};

export const PASSPHRASE = 'a long enough passphrase';

/** What a refused call throws in a test. */
export class CallRefused extends Error {
  constructor(
    readonly method: string,
    readonly appError: AppError,
  ) {
    super(`${method}: ${appError.code} ${JSON.stringify(appError.params ?? {})}`);
  }
}

interface Options {
  readonly folder?: string;
  readonly clock?: Clock;
  readonly appVersion?: string;
  /** Absent: a fast one. */
  readonly kdf?: Kdf;
  /** Absent: there is none. */
  readonly openKeyring?: () => Promise<Keyring>;
  /** Stands between the workstation and the hub, e.g. to cut the line. */
  readonly throughTransport?: (transport: HubTransport) => HubTransport;
}

/** A whole workstation but for its window: the real core, store and synchronisation, in this process. */
export class TestWorkstation {
  readonly events: CoreEvent[] = [];
  readonly files = new ChosenFiles();
  /** As it was shown at enrolment. */
  recoveryKey = '';
  private core: Core;
  private calls = 0;

  private constructor(
    readonly folder: string,
    private readonly options: Options,
  ) {
    this.core = this.start();
  }

  static async create(options: Options = {}): Promise<TestWorkstation> {
    return new TestWorkstation(options.folder ?? (await mkdtemp(join(tmpdir(), 'ncb-station-'))), options);
  }

  /** Asks the core; throws CallRefused when it answers with an error. */
  async call<M extends Method>(method: M, input: Input<M>, signal = new AbortController().signal): Promise<Output<M>> {
    this.calls += 1;
    const reply = await this.core.handle({ id: this.calls, method, input }, { signal, progress: () => undefined });
    if (!reply.ok) throw new CallRefused(method, reply.error);
    return reply.value as Output<M>;
  }

  /** Enrols, makes an officer and signs the officer in. */
  async enrol(hubUrl: string, enrolmentCode: string): Promise<void> {
    const account = { username: 'admin', name: 'Ada Admin', passphrase: PASSPHRASE };
    ({ recoveryKey: this.recoveryKey } = await this.call('session.enrol', { hubUrl, enrolmentCode, account }));
    await this.call('account.create', {
      username: 'officer',
      name: 'Olaf Officer',
      roles: ['officer', 'supervisor'],
      passphrase: PASSPHRASE,
    });
    await this.signInAgain();
  }

  /** What locking does: this core ends, a new one opens the store for the officer. */
  async signInAgain(username = 'officer'): Promise<void> {
    this.lock();
    await this.call('session.unlock', { username, passphrase: PASSPHRASE });
  }

  lock(): void {
    this.core.close();
    this.core = this.start();
  }

  /** Waits until the answer satisfies; the last answer is in the error when it never does. */
  async until<M extends Method>(
    method: M,
    input: Input<M>,
    satisfies: (output: Output<M>) => boolean,
    withinMs = 15_000,
  ): Promise<Output<M>> {
    const deadline = Date.now() + withinMs;
    for (;;) {
      const output = await this.call(method, input);
      if (satisfies(output)) return output;
      if (Date.now() > deadline) throw new Error(`${method} never came to be so: ${JSON.stringify(output)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async close(): Promise<void> {
    this.core.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  private start(): Core {
    const clock = this.options.clock ?? { now: () => Date.now() };
    const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };
    const through = this.options.throughTransport ?? ((transport: HubTransport) => transport);
    const log = {
      error: (what: string, error?: unknown) => console.error('core:', what, error ?? ''),
      info: () => undefined,
    };
    return createCore(
      {
        vaultDir: join(this.folder, 'vault'),
        fs: nodeFileSystem,
        clock,
        random,
        kdf: this.options.kdf ?? fastKdf,
        openKeyring: this.options.openKeyring ?? (() => Promise.resolve(noKeyring)),
        files: this.files,
        ...(this.options.appVersion !== undefined && { appVersion: this.options.appVersion }),
        log,
        untrustedGet,
        openTransport: (hubUrl, ca) => httpsTransport(hubUrl, { ca }),
        openSync: (parts) =>
          startSync({
            ...parts,
            clock,
            random,
            log,
            openTransport: ({ hubUrl, hubCa, certificate, tlsKey }) =>
              through(httpsTransport(hubUrl, { ca: hubCa, certificate, key: tlsKey })),
          }),
      },
      (event) => this.events.push(event),
    );
  }
}

/** A line that can be cut: while it is, nothing is reached. */
export class CuttableLine {
  isCut = false;
  /** Envelopes do not get through, everything else does. */
  losesOffers = false;
  /** Envelopes get through with signatures that do not hold. */
  garblesOffers = false;
  /** Requests to this path do not get through. */
  loses: string | null = null;
  readonly through = (transport: HubTransport): HubTransport => ({
    send: (request) => {
      const isOffer = request.path === '/v1/envelopes';
      const isLost = request.path === this.loses || (this.losesOffers && isOffer);
      if (this.isCut || isLost) return Promise.reject(new TransportError('offline'));
      return transport.send(isOffer && this.garblesOffers ? garbled(request) : request);
    },
    openWake: (path, listener) => transport.openWake(path, listener),
    close: () => transport.close(),
  });
}

const garbled = (request: HubRequest): HubRequest => ({
  ...request,
  body: String(request.body).replaceAll(/"signature":"[^"]{8}/g, '"signature":"AAAAAAAA'),
});
