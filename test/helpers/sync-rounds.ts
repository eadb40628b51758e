import { makeNewKeys } from '#core/enrolment/new-keys.ts';
import { putBureau } from '#core/store/tables/bureaus.ts';
import { startSync } from '#core/sync/start-sync.ts';
import type { SyncEngine } from '#core/sync/sync-engine.ts';
import type { HubRequest, HubResponse, WakeListener } from '#core/sync/transport.ts';
import type { CoreEvent } from '#shared/ipc/wire.ts';
import { toBase64Url } from '#shared/protocol/bytes.ts';
import { deriveEncryptionKeyPair, encryptionKeyId, keyId } from '#shared/protocol/hpke.ts';
import { CoreStation, START } from './core-station.ts';
import { systemRandom } from './crypto.ts';
import { TestTime } from './test-time.ts';

export const EPOCH = '01930000-0000-7000-8000-000000000000';

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): HubResponse => ({
  status,
  headers,
  body: Buffer.from(JSON.stringify(body)),
});

/** What a hub with an empty stream says, where a test says nothing else. */
export function wellBehaved({ path }: HubRequest): HubResponse {
  if (path === '/v1/directory') return json(304, null);
  if (path === '/v1/contact') return json(200, { standing: 'agreed', number: 1, nextSequence: 1, at: null });
  if (path.startsWith('/v1/audit')) return json(200, { checkpoint: null, entries: [] });
  if (path.startsWith('/v1/checks/copy/')) {
    const database = path.split('/')[4]?.split('?')[0];
    return json(200, { database, changes: [], state: { change: 0, asOf: null } });
  }
  const after = Number(new URL(path, 'https://hub').searchParams.get('after') ?? 0);
  return json(200, { epoch: EPOCH, resumeAfter: after, items: [], head: after });
}

/** What a hub says to POST /v1/envelopes that takes all of them. */
export function acceptAll({ body }: HubRequest): HubResponse {
  const { envelopes } = JSON.parse(String(body)) as { envelopes: { id: string }[] };
  const verdicts = envelopes.map(({ id }) => {
    const audit = { number: 1, hash: 'a'.repeat(64) };
    const receipt = { envelopeId: id, streamNumber: 1, receivedAt: '2026-11-23T09:00:00.000Z', audit };
    return { id, class: 'accepted', code: 'accepted', what: '', toDo: '', receipt };
  });
  return json(200, { epoch: EPOCH, verdicts });
}

/** The synchronisation of one workstation, over time that passes when a test says so, with a hub that says what the test says. */
export class SyncRounds {
  /** Every request, with the second it was made in, and every error that was logged. */
  readonly log: string[] = [];
  readonly told: CoreEvent[] = [];
  answer: (request: HubRequest) => HubResponse | Promise<HubResponse> = wellBehaved;
  wake: WakeListener | null = null;

  private constructor(
    readonly core: CoreStation,
    readonly engine: SyncEngine,
    readonly time: TestTime,
  ) {}

  static async begin(): Promise<SyncRounds> {
    const core = await CoreStation.open();
    const { signingPrivateKey, signingPublicKey } = await makeNewKeys({ random: systemRandom });
    const { store, attachments, identity } = core.station;
    const time = new TestTime();
    const here = () => rounds;
    const engine = startSync({
      store,
      attachments,
      identity: { ...identity, signingPrivateKey, signingPublicKey },
      emit: (event) => here().told.push(event),
      isFull: () => false,
      clock: { now: () => core.clock.now() + time.now },
      // The longest of every wait, and keys and identifiers that differ.
      random: { bytes: (length) => (length === 2 ? new Uint8Array(2).fill(255) : systemRandom.bytes(length)) },
      log: { error: (what) => here().log.push(what), info: () => undefined },
      timers: time.timers,
      monotonicMs: time.monotonicMs,
      openTransport: () => ({
        send: async (request) => {
          here().log.push(`${time.now / 1000} s: ${request.method} ${request.path}`);
          return here().answer(request);
        },
        openWake: (_path, listener) => {
          here().wake = listener;
          return { say: () => undefined, close: () => undefined };
        },
        close: () => undefined,
      }),
    });
    const rounds = new SyncRounds(core, engine, time);
    return rounds;
  }

  /** The directory is known here: every one of these bureaus can be written to. */
  async knowKeys(bureaus: readonly string[] = ['UTO', 'FRI']): Promise<void> {
    const { publicKey } = await deriveEncryptionKeyPair(new Uint8Array(32).fill(7));
    const since = new Date(START).toISOString();
    const name = keyId.parse(await encryptionKeyId(publicKey));
    const key = { keyId: name, publicKey: toBase64Url(publicKey), status: 'current', since } as const;
    const bureau = { role: 'national-central-bureau', names: { en: '', fr: '', es: '', ar: '' }, keys: [key] } as const;
    this.core.transaction(({ tx }) => {
      for (const code of bureaus) putBureau(tx, { code, ...bureau }, START);
    });
  }

  close(): void {
    this.engine.close();
    this.core.close();
  }

  /** How often this was asked for. */
  asked(path: string): number {
    return this.log.filter((line) => line.includes(path)).length;
  }

  /** The same until something is so: what is sealed and opened takes time of the real kind. */
  async until(isSo: () => boolean): Promise<void> {
    for (let tries = 0; !isSo(); tries += 1) {
      if (tries > 500) throw new Error(`It did not come to that:\n${this.log.join('\n')}`);
      await this.pass(1);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Time passes second by second; what is answered in one has been taken in at its end. */
  async pass(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      this.time.pass(1000);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
