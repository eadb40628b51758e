import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, isUnavailable, openDatabase } from '#hub/store/database.ts';
import type { TimeLimits } from '#hub/store/time-limits.ts';
import { makeEnvelope } from '#test/helpers/envelopes.ts';
import { FaultProxy } from '#test/helpers/fault-proxy.ts';
import { newTestDatabase, startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { codeOf, enrolNewBureau, type TestWorkstation } from '#test/helpers/hub-client.ts';

const SHORT: TimeLimits = { connection: 500, statement: 500, answer: 1000, idle: 700 };
/** Longer than all of them together. */
const PATIENCE = 8000;

/** What became of it, told before the patience of the test ends. */
async function outcome(asked: Promise<unknown>): Promise<string> {
  const kind = asked.then(
    () => 'done',
    (error: unknown) => (isUnavailable(error) ? 'unavailable' : String(error)),
  );
  const late = new Promise<string>((resolve) => setTimeout(resolve, PATIENCE, 'still waiting').unref());
  return Promise.race([kind, late]);
}

/** A PostgreSQL behind a line that can fall silent, as when its machine is frozen or a cable is pulled: no connection is closed. */
async function openSilentLine() {
  const url = new URL(await newTestDatabase());
  const line = await FaultProxy.open(Number(url.port));
  const through = new URL(url);
  through.port = String(line.port);
  return { direct: url.href, through: through.href, line };
}

type SilentLine = Awaited<ReturnType<typeof openSilentLine>>;

describe('a PostgreSQL that falls silent', () => {
  let postgres: SilentLine;
  let database: Database;
  let direct: Database;

  beforeEach(async () => {
    postgres = await openSilentLine();
    direct = openDatabase(postgres.direct, () => undefined, 2);
    await direct.query('create table notes (id int primary key, text text not null)');
    database = openDatabase(postgres.through, () => undefined, 2, SHORT);
  });
  afterEach(async () => {
    postgres.line.restore();
    await Promise.all([database.close(), direct.close()]);
    await postgres.line.close();
  });

  const backends = async () =>
    (await database.query<{ pid: number }>('select pg_backend_pid() as pid', []))[0]?.pid ?? 0;
  const insert = 'insert into notes (id, text) values ($1, $2)';
  const texts = async () =>
    (await direct.query<{ text: string }>('select text from notes order by id')).map(({ text }) => text);

  it('is out of reach to everybody who asks, also to those who wait for a connection, and none of those connections is used again', async () => {
    const before = await backends();
    postgres.line.swallow('up', 'down');
    const asked = Array.from({ length: 12 }, (_, index) =>
      index % 2 === 0
        ? database.query('select 1 as one', [])
        : database.transaction(async (tx) => {
            await tx.query('select 2 as two', []);
            tx.write(insert, [index, 'never written']);
          }),
    );
    const began = performance.now();
    const told = await Promise.all(asked.map(outcome));
    expect(new Set(told)).toEqual(new Set(['unavailable']));
    expect(performance.now() - began).toBeLessThan(PATIENCE / 2);
    postgres.line.restore();
    const after = await Promise.all([backends(), backends()]);
    expect(after).not.toContain(before);
    expect(await texts()).toEqual([]);
    await database.transaction(async (tx) => tx.write(insert, [1, 'after it']));
    expect(await texts()).toEqual(['after it']);
  });

  it('is out of reach when only the answer to the commit is lost, though it has committed', async () => {
    const lost = database.transaction(async (tx) => {
      await tx.query(insert, [1, 'committed']);
      postgres.line.swallow('down');
    });
    expect(await outcome(lost)).toBe('unavailable');
    expect(await texts()).toEqual(['committed']);
  });

  it('lets go of what a hub held that has fallen silent itself in the middle of a transaction', async () => {
    await direct.query(insert, [1, 'held']);
    const silent = database.transaction(async (tx) => {
      await tx.query('select id from notes for update', []);
      postgres.line.swallow('up', 'down');
      await new Promise((resolve) => setTimeout(resolve, PATIENCE / 2));
    });
    const heard = outcome(silent);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await outcome(direct.query('update notes set text = $1', ['free again']))).toBe('done');
    expect(await heard).toBe('unavailable');
  });
});

describe('a statement that takes long', () => {
  let database: Database;

  beforeEach(async () => {
    database = openDatabase(await newTestDatabase(), () => undefined, 1, SHORT);
  });
  afterEach(() => database.close());

  const pid = async () => (await database.query<{ pid: number }>('select pg_backend_pid() as pid', []))[0]?.pid;

  it('is given up by PostgreSQL itself, so that the connection stays good, and is answered as one that came to nothing for now', async () => {
    const before = await pid();
    const slow = database.transaction(async (tx) => {
      tx.write('select pg_sleep($1)', [PATIENCE / 1000]);
      await tx.query('select 1', []);
    });
    expect(await outcome(slow)).toBe('unavailable');
    expect(await pid()).toBe(before);
  });

  it('is waited for where it takes long by nature, and so is the work between two statements', async () => {
    const done = await database.transaction(async (tx) => {
      await tx.query('select pg_sleep($1)', [1.5]);
      await new Promise((resolve) => setTimeout(resolve, 1200));
      return tx.query<{ one: number }>('select 1 as one', []);
    }, 'unlimited');
    expect(done).toEqual([{ one: 1 }]);
    expect(await outcome(database.query('select pg_sleep($1)', [1.5]))).toBe('unavailable');
  });
});

describe('a hub whose PostgreSQL falls silent', () => {
  let postgres: SilentLine;
  let hub: TestHub;
  let utopia: TestWorkstation;

  beforeEach(async () => {
    postgres = await openSilentLine();
    hub = await startTestHub({ databaseUrl: postgres.through, timeLimits: SHORT });
    utopia = await enrolNewBureau(hub, 'UTO');
  });
  afterEach(async () => {
    postgres.line.restore();
    await hub.close();
    await postgres.line.close();
  });

  const next = (sequence: number) => makeEnvelope({ sender: utopia, to: [utopia.bureau], sequence });
  const offer = (envelope: unknown) => utopia.ask({ path: '/v1/envelopes', json: { envelopes: [envelope] } });
  const codeWithin = (asked: ReturnType<typeof offer>) =>
    Promise.race([
      asked.then((answer) => codeOf(answer) ?? String(answer.status)),
      new Promise<string>((resolve) => setTimeout(resolve, PATIENCE, 'still waiting').unref()),
    ]);

  it('tells whoever asks to come again, as many as they are, and serves them as soon as it speaks again', async () => {
    postgres.line.swallow('up', 'down');
    const asked = await Promise.all([
      ...Array.from({ length: 30 }, () => codeWithin(utopia.ask({ path: '/v1/stream' }))),
      codeWithin(offer(await next(1))),
    ]);
    expect(new Set(asked)).toEqual(new Set(['busy']));
    postgres.line.restore();
    expect((await utopia.offer(await next(1)))[0]?.code).toBe('accepted');
  });

  it('tells to come again also whose envelope was committed, and gives the receipt when the same is offered again', async () => {
    const envelope = await next(1);
    const direct = openDatabase(postgres.direct, () => undefined, 1);
    // So that the answer to a commit can be lost, and nothing but that.
    await direct.query(`
      create function wait_a_little() returns trigger language plpgsql as
        $$ begin perform pg_sleep(0.3); return null; end $$;
      create constraint trigger slow_commit after insert on answers deferrable initially deferred
        for each row execute function wait_a_little()`);
    const committing = `select 1 from pg_stat_activity where wait_event = 'PgSleep' and query = 'commit' and datname = current_database()`;
    const told = codeWithin(offer(envelope));
    await expect.poll(async () => (await direct.query(committing, [])).length, { interval: 5 }).toBe(1);
    postgres.line.swallow('down');
    expect(await told).toBe('busy');
    const kept = await direct.query<{ verdict: object }>('select verdict from answers where envelope_id = $1', [
      envelope.id,
    ]);
    expect(kept).toMatchObject([{ verdict: { code: 'accepted', receipt: { streamNumber: 1 } } }]);
    postgres.line.restore();
    expect(await utopia.offer(envelope)).toEqual([kept[0]?.verdict]);
    await direct.close();
  });
});
