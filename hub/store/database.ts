import pg from 'pg';
import { encodeJsonList, type JsonList, jsonListsOf } from './json-lists.ts';
import { startListening } from './listening.ts';
import {
  BEGIN_UNLIMITED,
  KEEP_ALIVE_AFTER,
  keepLimits,
  type Limit,
  TIME_LIMITS,
  type TimeLimits,
} from './time-limits.ts';

const { Pool, types } = pg;

/** What can run SQL: the pool, or one transaction of it. */
export interface Queryable {
  /**
   * Rows of one statement. `values` are bound, never spliced in. Statements of one transaction that do not wait for each
   * other's rows may be asked together: they share a round trip and are carried out in their order.
   */
  query<Row>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
}

declare const inTransaction: unique symbol;

/** A `Queryable` inside a transaction: what takes one must not be called outside. */
export interface Transaction extends Queryable {
  readonly [inTransaction]: true;
  /**
   * A statement nobody waits for: the commit is sent after it without a further round trip, and when it fails the whole
   * transaction does.
   */
  write(sql: string, values: readonly unknown[]): void;
}

export interface Database extends Queryable {
  /**
   * Commits when `work` returns, rolls back when it throws; repeated when PostgreSQL asks for it. An error that says `isUnavailable` leaves
   * open whether it was committed: the answer to the commit may be what was lost. `unlimited`: what takes long by nature.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>, limit?: Limit): Promise<T>;
  /** Calls back for each notification on a channel, over a connection of its own that comes back by itself. */
  listen(channel: string, onNotice: (payload: string) => void, onReconnect: () => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/**
 * 40001 serialization_failure, 40P01 deadlock_detected: the same work can be done again. 23505 unique_violation: another
 * process was first; done again, the work finds what that one wrote.
 */
const repeatable = new Set(['40001', '40P01', '23505']);
/**
 * The database cannot be reached, is starting or stopping, has nothing to spare (connections, memory, disk, time), or is the standby of another.
 * Classes and codes of PostgreSQL; codes of Node; what `pg` says of a connection that was given up, or that there was none in time.
 */
const unavailable =
  /^(08...|53...|57P..|57014|25P03|25006|ECONNREFUSED|ECONNRESET|ECONNABORTED|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
const givenUp = /^(Connection terminated|Query read timeout|timeout (exceeded|expired))|not queryable/;
/** A statement after one that failed in the same transaction. */
const IN_FAILED_TRANSACTION = '25P02';
const MAX_REPEATS = 5;

/** int8 as a number (all of ours stay below 2^53), timestamptz as the protocol's instant. */
const parsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format: 'text' | 'binary') => {
    if (oid === types.builtins.INT8) return Number;
    if (oid === types.builtins.TIMESTAMPTZ) return (text: string) => new Date(text).toISOString();
    return format === 'binary' ? types.getTypeParser(oid, 'binary') : types.getTypeParser(oid);
  }) as pg.CustomTypesConfig['getTypeParser'],
};

interface Statement {
  /** Under which a connection has PostgreSQL plan it once. */
  readonly name: string;
  readonly jsonLists: readonly JsonList[];
}

/** What every connection of a pool goes by. */
interface Ways {
  readonly pool: pg.Pool;
  readonly statementOf: (sql: string) => Statement;
  readonly limits: TimeLimits;
}

function nameStatements(): Ways['statementOf'] {
  const statements = new Map<string, Statement>();
  return (sql) => {
    const known = statements.get(sql);
    if (known) return known;
    const statement = { name: `s${statements.size}`, jsonLists: jsonListsOf(sql) };
    statements.set(sql, statement);
    return statement;
  };
}

function bound({ jsonLists }: Statement, values: readonly unknown[]): unknown[] {
  const all = [...values];
  for (const { place, type } of jsonLists) all[place] = encodeJsonList(all[place] as readonly string[], type);
  return all;
}

type Client = pg.Pool | pg.PoolClient;

interface Asked {
  readonly sql: string;
  readonly values?: readonly unknown[] | undefined;
  /** When the answer is not there after so long (ms), its connection is destroyed, with all that was asked over it; 0: never. */
  readonly within: number;
}

/** With values a statement is prepared; without, it may be several at once, which cannot be. */
async function ask<Row>(client: Client, statementOf: Ways['statementOf'], { sql, values, within }: Asked) {
  if (!values) return (await client.query(plain(sql, within))).rows as Row[];
  const statement = statementOf(sql);
  const config = { ...plain(sql, within), name: statement.name, values: bound(statement, values) };
  return (await client.query(config)).rows as Row[];
}

/** `pg` knows a limit for a single statement; its types do not. */
const plain = (text: string, within: number): pg.QueryConfig & { readonly query_timeout: number } => ({
  text,
  query_timeout: within,
});

/** What is sent in one go of the program leaves in one packet: a system call costs more than most statements. */
function sendTogether(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: { cork(): void; uncork(): void } } }).connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

interface Write {
  readonly sql: string;
  readonly values: readonly unknown[];
}

const tableOf = (write: string): string | undefined => /^\s*(?:insert into|update)\s+(\w+)/.exec(write)?.[1];

/**
 * Writes to several tables as one statement, which PostgreSQL runs at a third of the price of as many. They see the same
 * state of the database and come in no order, so no two of them may be about one table.
 */
function inOneStatement(writes: readonly Write[]): Write {
  const [first, ...others] = writes as readonly [Write, ...Write[]];
  if (others.length === 0) return first;
  let values: readonly unknown[] = [];
  const parts = writes.map((write, index) => {
    const before = values.length;
    values = [...values, ...write.values];
    return `w${index} as (${write.sql.replace(/\$(\d+)/g, (_, place) => `$${before + Number(place)}`)})`;
  });
  return { sql: `with ${parts.join(',\n')} select`, values };
}

interface OpenTransaction {
  readonly tx: Transaction;
  /** Of several statements the one that failed for a reason of its own. */
  reasonFor(error: unknown): unknown;
  /** Sends the writes that are still held back; all of the transaction, to be waited for. */
  finish(): readonly Promise<unknown>[];
  /** After this nothing of the work that is still running reaches the connection, which is somebody else's soon. */
  end(): void;
}

function openTransaction(client: pg.PoolClient, statementOf: Ways['statementOf'], within: number): OpenTransaction {
  const sent: Promise<unknown>[] = [];
  let held: Write[] = [];
  let ended = false;
  let reason: unknown;
  const send = async <Row>(sql: string, values?: readonly unknown[]) => {
    if (ended) throw new Error('The transaction has ended');
    sendTogether(client);
    return ask<Row>(client, statementOf, { sql, values, within }).catch((error: unknown) => {
      reason ??= error;
      throw error;
    });
  };
  const sendHeld = () => {
    if (held.length === 0) return;
    const { sql, values } = inOneStatement(held);
    held = [];
    const written = send(sql, values);
    // It is heard of below; should the work fail first, the transaction is rolled back for that reason.
    written.catch(() => undefined);
    sent.push(written);
  };
  const query = <Row>(sql: string, values?: readonly unknown[]) => {
    sendHeld();
    return send<Row>(sql, values);
  };
  const write = (sql: string, values: readonly unknown[]) => {
    if (held.some((other) => tableOf(other.sql) === tableOf(sql))) sendHeld();
    held.push({ sql, values });
  };
  const finish = () => {
    sendHeld();
    return sent;
  };
  const end = () => {
    ended = true;
  };
  const reasonFor = (error: unknown) =>
    (error as { code?: string }).code === IN_FAILED_TRANSACTION ? (reason ?? error) : error;
  return { tx: { query, write } as unknown as Transaction, finish, end, reasonFor };
}

async function runOnce<T>({ pool, statementOf, limits }: Ways, work: (tx: Transaction) => Promise<T>, limit: Limit) {
  const within = limit === 'limited' ? limits.answer : 0;
  const client = await pool.connect();
  const { tx, finish, end, reasonFor } = openTransaction(client, statementOf, within);
  let broken: Error | undefined;
  try {
    sendTogether(client);
    // The first statements of the work are on their way while this one is.
    const begin = client.query(plain(limit === 'limited' ? 'begin' : BEGIN_UNLIMITED, within));
    const [, result] = await Promise.all([begin, work(tx)]);
    sendTogether(client);
    const writes = finish();
    end();
    const [commit] = await Promise.all([client.query(plain('commit', within)), ...writes]);
    // PostgreSQL answers so when a statement failed whose error the work kept to itself.
    if (commit.command === 'ROLLBACK') throw new Error('The transaction was rolled back');
    return result;
  } catch (error) {
    end();
    // Over a connection that was given up it fails, and the connection is thrown away.
    await client.query(plain('rollback', limits.answer)).catch((failure: Error) => {
      broken = failure;
    });
    throw reasonFor(error);
  } finally {
    client.release(broken);
  }
}

async function runTransaction<T>(ways: Ways, work: (tx: Transaction) => Promise<T>, limit: Limit): Promise<T> {
  for (let repeats = 0; ; repeats++) {
    try {
      return await runOnce(ways, work, limit);
    } catch (error) {
      const code = (error as { code?: string }).code ?? '';
      if (!repeatable.has(code) || repeats >= MAX_REPEATS) throw error;
    }
  }
}

/** Whether an error says that the database itself is out of reach, and not that it objects to what was asked. */
export function isUnavailable(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return unavailable.test(code) || givenUp.test(message);
}

/**
 * How PostgreSQL is to plan what the hub asks, whatever it believes of the size of a table: once for each statement of a connection, and by
 * index. Left to itself it reads a table from end to end that was small when it planned, and keeps doing so as it grows, until its
 * statistics are brought up to date; or it plans a search anew each time, which takes longer than the search.
 */
const PLANNING = 'set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set jit = off';

/** Opens a pool on a PostgreSQL-protocol server. `onError` hears of idle connections that broke. */
export function openDatabase(
  url: string,
  onError: (error: Error) => void,
  maxConnections = 12,
  limits = TIME_LIMITS,
): Database {
  const pool = new Pool({
    connectionString: url,
    max: maxConnections,
    types: parsers,
    pipeline: true,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER,
    connectionTimeoutMillis: limits.connection,
  });
  pool.on('error', onError);
  // The pool listens to idle connections only: one that breaks between two statements of a transaction would end the process.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    // Sent before whatever the connection was opened for.
    for (const setting of [PLANNING, keepLimits(limits)]) client.query(setting).catch(() => undefined);
  });
  const ways = { pool, statementOf: nameStatements(), limits };
  return {
    query: (sql, values) => ask(pool, ways.statementOf, { sql, values, within: limits.answer }),
    transaction: (work, limit = 'limited') => runTransaction(ways, work, limit),
    listen: (channel, onNotice, onReconnect) => startListening(url, channel, onNotice, onReconnect),
    close: () => pool.end(),
  };
}
