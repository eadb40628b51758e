import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Database, isUnavailable, openDatabase, type Transaction } from '#hub/store/database.ts';
import { CHECK_EVERY } from '#hub/store/listening.ts';
import { FaultProxy } from '#test/helpers/fault-proxy.ts';
import { newTestDatabase } from '#test/helpers/hub.ts';

describe('a transaction', () => {
  let database: Database;

  beforeAll(async () => {
    database = openDatabase(await newTestDatabase(), () => undefined, 1);
    await database.query('create table notes (id int primary key, text text not null)');
  });
  afterAll(() => database.close());

  const insert = 'insert into notes (id, text) values ($1, $2)';
  const texts = async () =>
    (await database.query<{ text: string }>('select text from notes order by id')).map(({ text }) => text);

  it('writes what nobody waits for with its commit, or nothing when one of it fails', async () => {
    await database.transaction(async (tx) => {
      tx.write(insert, [1, 'first']);
      tx.write(insert, [2, 'second']);
    });
    expect(await texts()).toEqual(['first', 'second']);
    const failing = database.transaction(async (tx) => {
      tx.write(insert, [3, 'third']);
      tx.write(insert, [4, null]);
    });
    await expect(failing).rejects.toMatchObject({ code: '23502' });
    expect(await texts()).toEqual(['first', 'second']);
  });

  it('writes to several tables as one statement, to one table in the order asked, and reads what it wrote', async () => {
    await database.query('create table counts (id int primary key, count int not null)');
    const count = 'update counts set count = count * 10 + $2 where id = $1';
    const seen = await database.transaction(async (tx) => {
      tx.write('insert into counts (id, count) values ($1, $2)', [1, 1]);
      tx.write(insert, [20, 'beside it']);
      tx.write(count, [1, 2]);
      const rows = await tx.query<{ count: number; text: string }>(
        'select count, text from counts join notes on notes.id = 20',
        [],
      );
      tx.write(count, [1, 3]);
      tx.write('update notes set text = $2 where id = $1', [20, 'changed']);
      return rows;
    });
    expect(seen).toEqual([{ count: 12, text: 'beside it' }]);
    expect(await database.query('select count from counts')).toEqual([{ count: 123 }]);
    expect(await texts()).toContain('changed');
    const failing = database.transaction(async (tx) => {
      tx.write(count, [1, 4]);
      tx.write(insert, [21, null]);
    });
    await expect(failing).rejects.toMatchObject({ code: '23502' });
    expect(await database.query('select count from counts')).toEqual([{ count: 123 }]);
  });

  it('is not taken for done when the work kept an error of a statement to itself', async () => {
    const quiet = database.transaction(async (tx) => {
      await tx.query(insert, [6, 'sixth']);
      await tx.query(insert, [7, null]).catch(() => undefined);
    });
    await expect(quiet).rejects.toThrow('rolled back');
    expect(await texts()).not.toContain('sixth');
  });

  it('leaves its connection alone once it has ended, whatever of its work still runs', async () => {
    let late: Promise<unknown> = Promise.resolve();
    const failing = database.transaction(async (tx: Transaction) => {
      late = (async () => {
        await tx.query('select pg_sleep(0.01)');
        await new Promise((resolve) => setTimeout(resolve, 50));
        await tx.query(insert, [9, 'too late']);
      })();
      late.catch(() => undefined);
      throw new Error('given up');
    });
    await expect(failing).rejects.toThrow('given up');
    await expect(late).rejects.toThrow('The transaction has ended');
    expect(await texts()).not.toContain('too late');
  });

  it('is done again when another was first, and then finds what that one wrote', async () => {
    let tries = 0;
    await database.transaction(async (tx) => {
      tries += 1;
      const known = await tx.query('select 1 from notes where id = $1', [1]);
      tx.write(insert, [tries === 1 ? 1 : 5, known.length > 0 ? 'after the other' : 'first']);
    });
    expect(tries).toBe(2);
    expect(await texts()).toContain('after the other');
  });
});

describe('a database that is out of reach', () => {
  it.each([
    ['has no disk left', '53100'],
    ['has no memory left', '53200'],
    ['has no connection to spare', '53300'],
    ['has given a statement up after too long', '57014'],
    ['has ended a transaction of which it heard nothing', '25P03'],
    ['is shutting down', '57P01'],
    ['is starting up', '57P03'],
    ['is the standby of another', '25006'],
    ['broke the connection', '08006'],
    ['has no route to it', 'EHOSTUNREACH'],
    ['has no name for a moment', 'EAI_AGAIN'],
  ])('is told from one that objects when it %s', (_, code) => {
    expect(isUnavailable(Object.assign(new Error('as it is'), { code }))).toBe(true);
  });

  it.each(['23505', '40001', '42601', '22021', undefined])('is not what an objection means (%s)', (code) => {
    expect(isUnavailable(Object.assign(new Error('as it is'), { code }))).toBe(false);
  });
});

describe('a connection that only listens', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is made anew when PostgreSQL has stopped answering without a word, and calls are heard again', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const url = new URL(await newTestDatabase());
    const direct = openDatabase(url.href, () => undefined, 1);
    const proxy = await FaultProxy.open(Number(url.port));
    const through = new URL(url);
    through.port = String(proxy.port);
    const heard: string[] = [];
    let reconnected = 0;
    const listener = openDatabase(through.href, () => undefined, 1);
    const stop = await listener.listen(
      'calls',
      (call) => heard.push(call),
      () => {
        reconnected += 1;
      },
    );
    const call = (text: string) => direct.query(`select pg_notify('calls', $1)`, [text]);
    await call('before');
    await expect.poll(() => heard).toEqual(['before']);
    vi.advanceTimersByTime(CHECK_EVERY);
    await new Promise((done) => setTimeout(done, 300));
    vi.advanceTimersByTime(CHECK_EVERY);
    await call('still');
    await expect.poll(() => heard).toEqual(['before', 'still']);
    expect(reconnected).toBe(0);

    proxy.swallow('up');
    proxy.swallow('down');
    vi.advanceTimersByTime(CHECK_EVERY);
    vi.advanceTimersByTime(CHECK_EVERY);
    proxy.restore();
    await expect.poll(() => reconnected, { timeout: 15_000 }).toBe(1);
    await call('after');
    await expect.poll(() => heard).toEqual(['before', 'still', 'after']);
    await stop();
    await listener.close();
    await direct.close();
    await proxy.close();
  });
});
