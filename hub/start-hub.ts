import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Clock, Random } from '#shared/lib/deps.ts';
import { buildServer, type LogSettings } from './server.ts';
import { createAdmin, ensureEpoch, type HubAdmin } from './services/administration.ts';
import { loadAuthority } from './services/authority-store.ts';
import type { CertificateAuthority, ServerCertificate } from './services/certificate-authority.ts';
import type { HubDeps, HubSettings } from './services/deps.ts';
import { ed25519Verifier } from './services/ed25519.ts';
import { createMetrics } from './services/metrics.ts';
import { openWakeCalls } from './services/wake-calls.ts';
import { type Database, openDatabase } from './store/database.ts';
import { migrate } from './store/migrate.ts';

export interface HubOptions {
  readonly databaseUrl: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly host?: string;
  /** Names and addresses the server's certificate is for, beside localhost. */
  readonly names?: readonly string[];
  /** Seals the certificate authority's private key in the database. */
  readonly secret?: string | undefined;
  readonly settings?: Partial<HubSettings>;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly log?: LogSettings;
  /** Adds routes, before the server is closed to more. */
  readonly plant?: (app: FastifyInstance) => void;
}

export interface RunningHub {
  /** https://localhost:<port> */
  readonly url: string;
  readonly caPem: string;
  readonly admin: HubAdmin;
  readonly database: Database;
  close(): Promise<void>;
}

const DEFAULT_SETTINGS: HubSettings = { certificateDays: 730, enrolmentFailures: 10 };
const LOCAL_NAMES = ['localhost', '127.0.0.1', '::1'];
const DAY = 24 * 60 * 60 * 1000;

export const systemClock: Clock = { now: () => Date.now() };
export const systemRandom: Random = { bytes: (length) => Uint8Array.from(randomBytes(length)) };

/** The database of a hub, migrated, with its authority and a history to write into: enough for every command. */
export async function openHubDatabase(
  options: Pick<HubOptions, 'databaseUrl' | 'secret' | 'clock' | 'random'>,
): Promise<Pick<HubDeps, 'database' | 'clock' | 'random' | 'authority'>> {
  const { clock = systemClock, random = systemRandom } = options;
  // Broken idle connections are replaced by the pool; a query that meets one fails and is answered as such.
  const database = openDatabase(options.databaseUrl, () => undefined);
  try {
    await migrate(database);
    const authority = await loadAuthority({ random }, database, clock.now(), options.secret);
    const deps = { database, clock, random, authority };
    await ensureEpoch(deps);
    return deps;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Issues the server's next certificate in good time and puts it in place without a restart. */
function renewServerCertificate(
  app: FastifyInstance,
  authority: CertificateAuthority,
  clock: Clock,
  names: readonly string[],
  first: ServerCertificate,
): () => void {
  let current = first;
  const renew = async () => {
    if (current.notAfter - clock.now() > 30 * DAY) return;
    current = await authority.issueServer(clock.now(), names);
    (app.server as unknown as { setSecureContext(context: object): void }).setSecureContext({
      key: current.privateKeyPem,
      cert: current.certificatePem,
      ca: authority.certificatePem,
    });
  };
  const timer = setInterval(() => {
    renew().catch((error: unknown) => app.log.error({ err: error }, 'server certificate not renewed'));
  }, DAY);
  timer.unref();
  return () => clearInterval(timer);
}

/** Starts a hub in this process. Throws when the database cannot be reached or the port is taken. */
export async function startHub(options: HubOptions): Promise<RunningHub> {
  const base = await openHubDatabase(options);
  const { database, authority, clock } = base;
  const wakeCalls = await openWakeCalls(database);
  const deps: HubDeps = {
    ...base,
    verifier: ed25519Verifier,
    settings: { ...DEFAULT_SETTINGS, ...options.settings },
    metrics: createMetrics(),
    wakeCalls,
  };
  const names = [...new Set([...LOCAL_NAMES, ...(options.names ?? [])])];
  const certificate = await authority.issueServer(clock.now(), names);
  const log = options.log ?? { level: 'info' };
  const server = { key: certificate.privateKeyPem, cert: certificate.certificatePem, log };
  const close = async () => {
    await wakeCalls.close();
    await database.close();
  };
  try {
    const app = await buildServer(deps, server, options.plant);
    await app.listen({ port: options.port, host: options.host ?? '127.0.0.1' });
    const stopRenewing = renewServerCertificate(app, authority, clock, names, certificate);
    const address = app.server.address();
    const port = address && typeof address === 'object' ? address.port : options.port;
    return {
      url: `https://localhost:${port}`,
      caPem: authority.certificatePem,
      admin: createAdmin(deps),
      database,
      close: async () => {
        stopRenewing();
        await app.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
