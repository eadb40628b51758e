import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Store, StoreReadOnlyError } from '#core/store/database.ts';
import { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { newVault, reopened } from '#test/helpers/vault.ts';

const INSERT = 'INSERT INTO cases (id, title) VALUES (?, ?)';
const titles = ({ read }: Store) =>
  read.all<{ title: string }>('SELECT title FROM cases ORDER BY id').map(({ title }) => title);

describe('transactions that wait together', () => {
  let fs: MemoryFileSystem;
  let store: Store;
  beforeEach(async () => {
    fs = new MemoryFileSystem();
    ({ store } = await newVault('/vault', fs));
  });
  afterEach(() => store.close());

  const add = (id: number, title: string) => store.transactionTogether((tx) => tx.run(INSERT, [id, title]));
  const syncsDuring = async (work: () => Promise<unknown>) => {
    let syncs = 0;
    const original = fs.fdatasync.bind(fs);
    fs.fdatasync = (file) => {
      syncs += 1;
      original(file);
    };
    await work();
    fs.fdatasync = original;
    return syncs;
  };

  it('become durable by one sync, and are all there after a kill', async () => {
    const numbers = Array.from({ length: 20 }, (_, index) => index);
    expect(await syncsDuring(() => Promise.all(numbers.map((id) => add(id, `case ${id}`))))).toBe(1);
    const { store: again } = await reopened('/vault', fs, { takeOver: true });
    expect(titles(again)).toEqual(numbers.map((id) => `case ${id}`));
    again.close();
  });

  it('fail one by one: the statements of the one that fails are not in the journal', async () => {
    const outcomes = await Promise.allSettled([
      add(1, 'first'),
      store.transactionTogether((tx) => {
        tx.run('UPDATE cases SET title = ? WHERE id = ?', ['changed', 1]);
        tx.run(INSERT, [9, 'half']);
        throw new Error('refused');
      }),
      add(1, 'the same id again'),
      add(2, 'second'),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(titles(store)).toEqual(['first', 'second']);
    const { store: again } = await reopened('/vault', fs, { takeOver: true });
    expect(titles(again)).toEqual(['first', 'second']);
    again.close();
  });

  it('see what those before them wrote, and run in the order in which they were asked for', async () => {
    const seen: string[][] = [];
    const look = () => store.transactionTogether(() => seen.push(titles(store)));
    await Promise.all([look(), add(1, 'a'), look(), add(2, 'b'), look()]);
    expect(seen).toEqual([[], ['a'], ['a', 'b']]);
  });

  it('are none of them said to be saved when the disk fails', async () => {
    fs.fdatasync = () => {
      throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    };
    const outcomes = await Promise.allSettled([add(1, 'a'), add(2, 'b')]);
    for (const outcome of outcomes) {
      expect(outcome.status === 'rejected' && outcome.reason).toBeInstanceOf(StoreReadOnlyError);
    }
    expect(titles(store)).toEqual([]);
  });

  it('are committed before the store closes', async () => {
    const saved = add(1, 'last');
    store.close();
    await saved;
    ({ store } = await reopened('/vault', fs));
    expect(titles(store)).toEqual(['last']);
  });
});
