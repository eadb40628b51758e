import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Server as TlsServer } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import type { Clock, Random } from '#shared/lib/deps.ts';
import { buildServer, type LogSettings, secureContext } from './server.ts';
import { openAcceptance } from './services/acceptance.ts';
import { createAdmin, ensureEpoch, type HubAdmin } from './services/administration.ts';
import { createAdmission } from './services/admission.ts';
import { signDueHeads } from './services/audit-checkpoints.ts';
import { loadAuditSigner } from './services/audit-signer.ts';
import { openCertificateLookUp } from './services/authentication.ts';
import { loadAuthority } from './services/authority-store.ts';
import { BUNDLED_FOR } from './services/bundle-calls.ts';
import type { CertificateAuthority, ServerCertificate } from './services/certificate-authority.ts';
import { openChecking } from './services/checks.ts';
import type { HubDeps, HubSettings, Standing } from './services/deps.ts';
import { openDirectory } from './services/directory.ts';
import { createEd25519Verifier } from './services/ed25519.ts';
import { createMetrics, type ShareMetrics } from './services/metrics.ts';
import { createPresence } from './services/presence.ts';
import { openRefusals, writeDueRefusals } from './services/refusals.ts';
import { openStreamEnds } from './services/stream-ends.ts';
import { openStreamCalls, openWakeCalls, type WakeCalls } from './services/wake-calls.ts';
import { type Database, openDatabase } from './store/database.ts';
import { assertDurable } from './store/durability.ts';
import { migrate } from './store/migrate.ts';
import { TIME_LIMITS, type TimeLimits } from './store/time-limits.ts';

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
  /** How long (s) the hub goes on after it has said that it is not ready any more, so that a load balancer notices. */
  readonly drainSeconds?: number;
  /** Where several processes share a port. */
  readonly shareMetrics?: ShareMetrics | undefined;
  /** False only where what was acknowledged may be lost: for a test. Else a server that would lose it is refused. */
  readonly durable?: boolean;
  /** How long the hub waits for its database. */
  readonly timeLimits?: TimeLimits;
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

const DEFAULT_SETTINGS: HubSettings = {
  certificateDays: 730,
  enrolmentFailures: 10,
  envelopesPerMinute: 60_000,
  storedBytes: 200 * 1024 ** 3,
  callsBundledFor: BUNDLED_FOR,
  groupsWaitFor: 2,
  requestsAtOnce: 2000,
  bytesAtOnce: 256 * 1024 * 1024,
};
/** How often the audit chains are looked at: what has to be written, and which heads have to be signed (ms). */
const KEEP_AUDIT_EVERY = 60_000;
/** An answer that takes longer than this (ms) after the hub was asked to stop is cut. */
const LAST_ANSWERS = 20_000;
const LOCAL_NAMES = ['localhost', '127.0.0.1', '::1'];
const DAY = 24 * 60 * 60 * 1000;

export const systemClock: Clock = { now: () => Date.now() };
export const systemRandom: Random = { bytes: (length) => Uint8Array.from(randomBytes(length)) };

/** What every command works with. */
export type HubBase = Pick<HubDeps, 'database' | 'clock' | 'random' | 'authority' | 'auditSigner'>;

/** The database of a hub, migrated, with its authority and a history to write into: enough for every command. */
export async function openHubDatabase(
  options: Pick<HubOptions, 'databaseUrl' | 'secret' | 'clock' | 'random' | 'timeLimits'>,
): Promise<HubBase> {
  const { clock = systemClock, random = systemRandom, timeLimits = TIME_LIMITS } = options;
  // Broken idle connections are replaced by the pool; a query that meets one fails and is answered as such.
  const database = openDatabase(options.databaseUrl, () => undefined, undefined, timeLimits);
  try {
    await migrate(database);
    const authority = await loadAuthority({ random }, database, clock.now(), options.secret);
    const auditSigner = await loadAuditSigner({ random }, database, authority, clock.now(), options.secret);
    const deps = { database, clock, random, authority, auditSigner };
    await ensureEpoch(deps);
    return deps;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** What the services of a hub work with, over its database. */
export function assembleHub(
  base: HubBase,
  wakeCalls: WakeCalls,
  chosen: Partial<HubSettings> = {},
  shareMetrics?: ShareMetrics,
): HubDeps {
  const settings = { ...DEFAULT_SETTINGS, ...chosen };
  const streamCalls = openStreamCalls(base.database, settings.callsBundledFor);
  return {
    ...base,
    settings,
    wakeCalls,
    streamCalls,
    presence: createPresence(base),
    verifier: createEd25519Verifier(),
    metrics: createMetrics(shareMetrics),
    standing: { stopping: false },
    admission: createAdmission(settings),
    acceptance: openAcceptance({ ...base, settings, streamCalls }),
    lookUp: openCertificateLookUp(base),
    writeRefusal: openRefusals(base),
    streamEnds: openStreamEnds(base),
    readDirectory: openDirectory(base),
    checking: openChecking({ ...base, settings }),
  };
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
    const identity = { key: current.privateKeyPem, cert: current.certificatePem };
    (app.server as unknown as Pick<TlsServer, 'setSecureContext'>).setSecureContext(secureContext(identity, authority));
  };
  const timer = setInterval(() => {
    renew().catch((error: unknown) => app.log.error({ err: error }, 'server certificate not renewed'));
  }, DAY);
  timer.unref();
  return () => clearInterval(timer);
}

/**
 * Writes the refusals that were counted, and signs the audit chains, whether or not anybody asks: what was signed cannot be unsaid.
 */
function keepAudit(app: FastifyInstance, deps: HubDeps): () => void {
  const timer = setInterval(() => {
    writeDueRefusals(deps)
      .then(() => signDueHeads(deps))
      .catch((error: unknown) => app.log.error({ err: error }, 'audit chains not signed'));
  }, KEEP_AUDIT_EVERY);
  timer.unref();
  return () => clearInterval(timer);
}

/**
 * Readiness goes first, then the wake lines, which are told to come back, then the port; what was asked is answered. Only
 * then does the process have nothing more to do.
 */
async function stopServing(app: FastifyInstance, standing: Standing, drainSeconds: number): Promise<void> {
  standing.stopping = true;
  await sleep(drainSeconds * 1000);
  const cut = setTimeout(() => {
    for (const line of app.websocketServer.clients) line.terminate();
    app.server.closeAllConnections();
  }, LAST_ANSWERS);
  await app.close();
  clearTimeout(cut);
}

/** Starts a hub in this process. Throws when the database cannot be reached or the port is taken. */
export async function startHub(options: HubOptions): Promise<RunningHub> {
  const base = await openHubDatabase(options);
  const open: (() => Promise<void>)[] = [() => base.database.close()];
  const close = async () => {
    for (const one of open.toReversed()) await one();
  };
  try {
    return await serveOver(base, options, open, close);
  } catch (error) {
    // What stays open would keep a process that serves nothing from ending.
    await close();
    throw error;
  }
}

/** @param open gets what has to be closed as well, in the order it was opened */
async function serveOver(
  base: HubBase,
  options: HubOptions,
  open: (() => Promise<void>)[],
  close: () => Promise<void>,
): Promise<RunningHub> {
  const { database, authority, clock } = base;
  if (options.durable !== false) await assertDurable(database);
  const wakeCalls = await openWakeCalls(database, options.settings?.callsBundledFor ?? BUNDLED_FOR);
  open.push(wakeCalls.close);
  const deps = assembleHub(base, wakeCalls, options.settings, options.shareMetrics);
  open.push(async () => deps.streamCalls.flush());
  open.push(await deps.presence.listen());
  const names = [...new Set([...LOCAL_NAMES, ...(options.names ?? [])])];
  const certificate = await authority.issueServer(clock.now(), names);
  const log = options.log ?? { level: 'info' };
  const server = { key: certificate.privateKeyPem, cert: certificate.certificatePem, log };
  const { drainSeconds = 0 } = options;
  const app = await buildServer(deps, server, options.plant);
  await app.listen({ port: options.port, host: options.host ?? '127.0.0.1' });
  const stopRenewing = renewServerCertificate(app, authority, clock, names, certificate);
  const stopKeepingAudit = keepAudit(app, deps);
  const address = app.server.address();
  const port = address && typeof address === 'object' ? address.port : options.port;
  return {
    url: `https://localhost:${port}`,
    caPem: authority.certificatePem,
    admin: createAdmin(deps),
    database,
    close: async () => {
      stopRenewing();
      stopKeepingAudit();
      await stopServing(app, deps.standing, drainSeconds);
      await close();
    },
  };
}
