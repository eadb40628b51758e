import type { Socket } from 'node:net';
import pg from 'pg';

/** After this time (ms) a connection that broke is made anew. */
const RECONNECT_AFTER = 1000;
/** How often a connection that only listens is asked whether it still is one (ms): it would never notice by itself. */
export const CHECK_EVERY = 20_000;

const drop = (client: pg.Client): void => {
  (client as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
};

/**
 * Calls back for each notification on a channel. The connection comes back by itself, whether PostgreSQL ends it, is not there, does not
 * answer any more, or will not let it listen yet; calls may have been missed meanwhile (`onReconnect`). Returns how to stop.
 */
export async function startListening(
  url: string,
  channel: string,
  onNotice: (payload: string) => void,
  onReconnect: () => void,
): Promise<() => Promise<void>> {
  let closed = false;
  let answered = true;
  let client: pg.Client;
  const connect = async () => {
    client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CHECK_EVERY });
    client.on('error', () => undefined);
    client.on('end', reconnectLater);
    client.on('notification', ({ payload }) => onNotice(payload ?? ''));
    await client.connect();
    await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    answered = true;
  };
  const reconnectLater = () => {
    if (closed) return;
    setTimeout(() => {
      // What it ends with is heard of as an end.
      if (!closed) connect().then(onReconnect, () => drop(client));
    }, RECONNECT_AFTER).unref();
  };
  const check = () => {
    if (!answered) return drop(client);
    answered = false;
    client.query('select 1').then(
      () => {
        answered = true;
      },
      () => undefined,
    );
  };
  try {
    await connect();
  } catch (error) {
    closed = true;
    throw error;
  }
  const checks = setInterval(check, CHECK_EVERY);
  checks.unref();
  return async () => {
    closed = true;
    clearInterval(checks);
    await client.end();
  };
}
