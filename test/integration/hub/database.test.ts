import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase, type Transaction } from '#hub/store/database.ts';
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
