import cluster, { type Worker } from 'node:cluster';
import { on, once } from 'node:events';
import { openHubDatabase } from '../start-hub.ts';
import type { Connection } from './environment.ts';
import { addUpMetrics } from './shared-metrics.ts';

/** What the first process says to the others when they are to finish; signals reach no worker on Windows. */
const STOP = 'stop';
/** A worker that ended by itself is replaced after this time (ms), so that one that cannot start does not spin. */
const REPLACE_AFTER = 1000;

/** Resolves when this process is asked to stop: by a signal, by the first process, or because that has ended. */
export async function untilAskedToStop(): Promise<void> {
  const done = new AbortController();
  const { signal } = done;
  const events = ['SIGINT', 'SIGTERM', ...(cluster.isWorker ? ['disconnect'] : [])];
  await Promise.race([...events.map((name) => once(process, name, { signal })), untilTold(signal)]);
  done.abort();
}

/** The first process has other things to say as well. */
async function untilTold(signal: AbortSignal): Promise<void> {
  for await (const [message] of on(process, 'message', { signal })) if (message === STOP) return;
}

async function end(worker: Worker): Promise<void> {
  if (worker.isDead()) return;
  const ended = once(worker, 'exit');
  if (worker.isConnected()) worker.send(STOP);
  await ended;
}

/**
 * Runs this command in `count` processes that share one port, and keeps that many running until asked to stop. They share
 * nothing but the database.
 */
export async function runWorkers(count: number, connection: Connection): Promise<void> {
  // Migrations, authority and first epoch once, before several processes ask for them.
  const deps = await openHubDatabase({ databaseUrl: connection.databaseUrl, secret: process.env.HUB_SECRET });
  await deps.database.close();

  addUpMetrics();
  let stopping = false;
  const start = () => cluster.fork({ DATABASE_URL: connection.databaseUrl });
  cluster.on('exit', ({ process: { pid } }, code, signal) => {
    if (stopping) return;
    console.error(`Hub process ${pid} ended (${signal ?? code}); another takes its place.`);
    setTimeout(() => stopping || start(), REPLACE_AFTER);
  });
  for (let index = 0; index < count; index++) start();
  await untilAskedToStop();
  stopping = true;
  await Promise.all(Object.values(cluster.workers ?? {}).map((worker) => worker && end(worker)));
}
