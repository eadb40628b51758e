import pg from 'pg';

const { Pool, types } = pg;

/** What can run SQL: the pool, or one transaction of it. */
export interface Queryable {
  /** Rows of one statement. `values` are bound, never spliced in. */
  query<Row>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
}

declare const inTransaction: unique symbol;

/** A `Queryable` inside a transaction: what takes one must not be called outside. */
export interface Transaction extends Queryable {
  readonly [inTransaction]: true;
}

export interface Database extends Queryable {
  /** Commits when `work` returns, rolls back when it throws; repeated when PostgreSQL asks for it. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Calls back for each notification on a channel, over a connection of its own that comes back by itself. */
  listen(channel: string, onNotice: (payload: string) => void, onReconnect: () => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** 40001 serialization_failure, 40P01 deadlock_detected: the same work can be done again. */
const repeatable = new Set(['40001', '40P01']);
const MAX_REPEATS = 5;
const RECONNECT_MILLISECONDS = 1000;

/** int8 as a number (all of ours stay below 2^53), timestamptz as the protocol's instant. */
const parsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format: 'text' | 'binary') => {
    if (oid === types.builtins.INT8) return Number;
    if (oid === types.builtins.TIMESTAMPTZ) return (text: string) => new Date(text).toISOString();
    return format === 'binary' ? types.getTypeParser(oid, 'binary') : types.getTypeParser(oid);
  }) as pg.CustomTypesConfig['getTypeParser'],
};

function queryable(client: pg.Pool | pg.PoolClient): Queryable {
  return {
    query: async <Row>(sql: string, values: readonly unknown[] = []) =>
      (await client.query(sql, [...values])).rows as Row[],
  };
}

async function runOnce<T>(pool: pg.Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(queryable(client) as Transaction);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

async function runTransaction<T>(pool: pg.Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let repeats = 0; ; repeats++) {
    try {
      return await runOnce(pool, work);
    } catch (error) {
      const code = (error as { code?: string }).code ?? '';
      if (!repeatable.has(code) || repeats >= MAX_REPEATS) throw error;
    }
  }
}

async function startListening(
  url: string,
  channel: string,
  onNotice: (payload: string) => void,
  onReconnect: () => void,
): Promise<() => Promise<void>> {
  let closed = false;
  let client: pg.Client;
  const connect = async () => {
    client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    client.on('end', () => void reconnectLater());
    client.on('notification', ({ payload }) => onNotice(payload ?? ''));
    await client.connect();
    await client.query(`listen ${pg.escapeIdentifier(channel)}`);
  };
  const reconnectLater = () => {
    if (closed) return;
    setTimeout(() => {
      if (!closed) connect().then(onReconnect, () => undefined);
    }, RECONNECT_MILLISECONDS).unref();
  };
  await connect();
  return async () => {
    closed = true;
    await client.end();
  };
}

/** Opens a pool on a PostgreSQL-protocol server. `onError` hears of idle connections that broke. */
export function openDatabase(url: string, onError: (error: Error) => void, maxConnections = 12): Database {
  const pool = new Pool({ connectionString: url, max: maxConnections, types: parsers });
  pool.on('error', onError);
  return {
    ...queryable(pool),
    transaction: (work) => runTransaction(pool, work),
    listen: (channel, onNotice, onReconnect) => startListening(url, channel, onNotice, onReconnect),
    close: () => pool.end(),
  };
}
