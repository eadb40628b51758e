import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startHub } from '../start-hub.ts';
import { connect } from './environment.ts';
import { wholeNumber } from './usage-error.ts';

const logLevel = z.enum(['silent', 'error', 'warn', 'info', 'debug']);

function readOptions(args: string[], environment: NodeJS.ProcessEnv) {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: environment.HUB_PORT ?? '8443' },
      host: { type: 'string', default: environment.HUB_HOST ?? '127.0.0.1' },
      name: { type: 'string', multiple: true, default: environment.HUB_NAMES?.split(',') ?? [] },
      'log-level': { type: 'string', default: environment.HUB_LOG_LEVEL ?? 'info' },
    },
  });
  return {
    port: wholeNumber(values.port, 'port', 0, 65_535),
    host: values.host,
    names: values.name.map((name) => name.trim()).filter((name) => name !== ''),
    log: { level: logLevel.parse(values['log-level']) },
  };
}

async function untilAskedToStop(): Promise<void> {
  const stop = new AbortController();
  await Promise.race(['SIGINT', 'SIGTERM'].map((name) => once(process, name, { signal: stop.signal })));
  stop.abort();
}

/** Serves until SIGINT or SIGTERM, then finishes what it has begun. */
export async function serve(args: string[]): Promise<void> {
  const options = readOptions(args, process.env);
  const connection = await connect(process.env);
  try {
    const hub = await startHub({ ...options, databaseUrl: connection.databaseUrl, secret: process.env.HUB_SECRET });
    console.error(`The hub answers at ${hub.url} and keeps its data in ${connection.described}.`);
    await untilAskedToStop();
    await hub.close();
  } finally {
    await connection.close();
  }
}
