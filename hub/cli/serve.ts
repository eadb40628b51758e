import cluster from 'node:cluster';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startHub } from '../start-hub.ts';
import { openStatusPage } from '../status-page.ts';
import { type Connection, connect } from './environment.ts';
import { openLogOutput } from './log-output.ts';
import { shareMetrics } from './shared-metrics.ts';
import { wholeNumber } from './usage-error.ts';
import { runWorkers, untilAskedToStop } from './workers.ts';

const logLevel = z.enum(['silent', 'error', 'warn', 'info', 'debug']);

function readOptions(args: string[], environment: NodeJS.ProcessEnv) {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: environment.HUB_PORT ?? '8443' },
      host: { type: 'string', default: environment.HUB_HOST ?? '127.0.0.1' },
      name: { type: 'string', multiple: true, default: environment.HUB_NAMES?.split(',') ?? [] },
      workers: { type: 'string', default: environment.HUB_WORKERS ?? '1' },
      'status-port': { type: 'string', default: environment.HUB_STATUS_PORT ?? '' },
      'envelopes-per-minute': { type: 'string', default: environment.HUB_ENVELOPES_PER_MINUTE ?? '60000' },
      'stored-gigabytes': { type: 'string', default: environment.HUB_STORED_GIGABYTES ?? '200' },
      drain: { type: 'string', default: environment.HUB_DRAIN ?? '0' },
      'log-level': { type: 'string', default: environment.HUB_LOG_LEVEL ?? 'info' },
    },
  });
  return {
    port: wholeNumber(values.port, 'port', 0, 65_535),
    host: values.host,
    names: values.name.map((name) => name.trim()).filter((name) => name !== ''),
    workers: wholeNumber(values.workers, 'workers', 1, 64),
    statusPort: values['status-port'] === '' ? null : wholeNumber(values['status-port'], 'status-port', 0, 65_535),
    settings: {
      envelopesPerMinute: wholeNumber(values['envelopes-per-minute'], 'envelopes-per-minute', 1, 100_000_000),
      storedBytes: wholeNumber(values['stored-gigabytes'], 'stored-gigabytes', 1, 1_000_000) * 1024 ** 3,
    },
    drainSeconds: wholeNumber(values.drain, 'drain', 0, 600),
    log: { level: logLevel.parse(values['log-level']), stream: openLogOutput(process.stdout, process) },
  };
}

type ServeOptions = ReturnType<typeof readOptions>;

async function serveHere(options: ServeOptions, connection: Connection): Promise<void> {
  const hub = await startHub({
    ...options,
    databaseUrl: connection.databaseUrl,
    secret: process.env.HUB_SECRET,
    shareMetrics: cluster.isWorker ? shareMetrics : undefined,
  });
  const here = cluster.isWorker ? ` (process ${process.pid})` : '';
  console.error(`The hub answers at ${hub.url}${here} and keeps its data in ${connection.described}.`);
  const page = options.statusPort === null ? null : await openStatusPage(hub.admin, options.statusPort);
  if (page) console.error(`Its state is shown at ${page.url}`);
  await untilAskedToStop();
  await page?.close();
  await hub.close();
}

/** Serves until SIGINT or SIGTERM, then finishes what it has begun. */
export async function serve(args: string[]): Promise<void> {
  const options = readOptions(args, process.env);
  const connection = await connect(process.env);
  try {
    if (options.workers > 1 && cluster.isPrimary) await runWorkers(options.workers, connection);
    else await serveHere(options, connection);
  } finally {
    await connection.close();
  }
  // The channel to the first process keeps a worker alive.
  if (cluster.isWorker) process.disconnect();
}
