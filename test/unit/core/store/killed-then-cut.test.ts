import { describe, expect, it } from 'vitest';
import type { Store } from '#core/store/database.ts';
import { newVault, reopened } from '#test/helpers/vault.ts';
import { SimulatedDisk } from '#test/simulation/station/simulated-disk.ts';

const titles = (store: Store) =>
  store.read.all<{ title: string }>('SELECT title FROM cases ORDER BY id').map(({ title }) => title);
const addCase = (store: Store, title: string) =>
  store.transaction((tx) => tx.run('INSERT INTO cases (title) VALUES (?)', [title]));

describe('a store whose process was killed in the middle of a commit', () => {
  it.each([
    ['before its record was written', 1],
    ['between the writing of its record and the sync', 2],
  ])('%s opens again, also when the power fails in the session that follows', async (_when, call) => {
    const disk = new SimulatedDisk();
    const mount = disk.mount();
    const { store } = await newVault('/v', mount);
    addCase(store, 'before');
    mount.diesAfter = call;
    expect(() => addCase(store, 'in the middle')).toThrow();
    const second = await reopened('/v', disk.mount(), { takeOver: true });
    const found = titles(second.store);
    addCase(second.store, 'after');
    disk.cutPower();
    const third = await reopened('/v', disk.mount(), { takeOver: true });
    expect(titles(third.store)).toEqual([...found, 'after']);
  });
});
