import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Store, StoreReadOnlyError, type WriteDb } from '#core/store/database.ts';
import { nodeProcesses } from '#core/vault/processes.ts';
import { FailingFileSystem, MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { newVault, reopened } from '#test/helpers/vault.ts';

const titles = (store: Store) =>
  store.read.all<{ title: string }>('SELECT title FROM cases ORDER BY id').map((row) => row.title);
const addCase = (tx: WriteDb, title: string) => tx.run('INSERT INTO cases (title) VALUES (?)', [title]);

describe('the store', () => {
  let disk: MemoryFileSystem;
  let store: Store;

  beforeEach(async () => {
    disk = new MemoryFileSystem();
    store = (await newVault('/v', disk)).store;
  });
  afterEach(() => store.close());

  it('keeps a transaction that returned, also when the process dies right after', async () => {
    store.transaction((tx) => addCase(tx, 'kept'));
    const after = await reopened('/v', disk.copy(), { takeOver: true });
    expect(titles(after.store)).toEqual(['kept']);
    after.store.close();
  });

  it('keeps nothing of a transaction that threw', async () => {
    const attempt = () =>
      store.transaction((tx) => {
        addCase(tx, 'half');
        throw new Error('changed my mind');
      });
    expect(attempt).toThrow('changed my mind');
    expect(titles(store)).toEqual([]);
    store.transaction((tx) => addCase(tx, 'whole'));
    store.close();
    store = (await reopened('/v', disk)).store;
    expect(titles(store)).toEqual(['whole']);
  });

  it('goes on in a transaction after a statement failed, without that statement', async () => {
    store.transaction((tx) => {
      addCase(tx, 'one');
      expect(() => tx.run("INSERT INTO notes (case_id, text) VALUES (99, 'orphan')")).toThrow(/FOREIGN KEY/);
      addCase(tx, 'two');
    });
    store.close();
    store = (await reopened('/v', disk)).store;
    expect(titles(store)).toEqual(['one', 'two']);
  });

  it('holds relations after an open and after a checkpoint, which both start a connection anew', async () => {
    const orphan = () => store.transaction((tx) => tx.run("INSERT INTO notes (case_id, text) VALUES (99, 'orphan')"));
    expect(orphan).toThrow(/FOREIGN KEY/);
    store.checkpoint();
    expect(orphan).toThrow(/FOREIGN KEY/);
    store.close();
    store = (await reopened('/v', disk)).store;
    expect(orphan).toThrow(/FOREIGN KEY/);
  });

  it('tells listeners which tables were written, after the commit and never after a rollback', () => {
    const heard: string[] = [];
    const stop = store.onCommit((tables) => heard.push([...tables].sort().join('+')));
    store.transaction((tx) => {
      addCase(tx, 'a');
      tx.run("INSERT INTO notes (case_id, text) VALUES (1, 'n')");
    });
    store.transaction((tx) => tx.run('UPDATE cases SET title = ?', ['b']));
    store.transaction((tx) => tx.all('SELECT * FROM cases'));
    expect(() =>
      store.transaction(() => {
        throw new Error('no');
      }),
    ).toThrow();
    stop();
    store.transaction((tx) => tx.run('DELETE FROM notes'));
    expect(heard).toEqual(['cases+notes', 'cases']);
  });

  it('refuses a promise, a transaction inside another, and a transaction used after its end', () => {
    expect(() => store.transaction(async (tx) => addCase(tx, 'later'))).toThrow(/synchronous/);
    expect(() => store.transaction(() => store.transaction(() => 1))).toThrow(/inside another/);
    const kept = store.transaction((tx) => tx);
    expect(() => addCase(kept, 'late')).toThrow(/has ended/);
    expect(titles(store)).toEqual([]);
  });

  it('does not write through the reading side', () => {
    expect(() => store.read.all("INSERT INTO cases (title) VALUES ('x') RETURNING id")).toThrow(/Only reading/);
  });

  it('returns every kind of value as it was given, now and after a replay', async () => {
    const text = 'قضية \u0000 naïve 𝄞 \u{1F310}';
    const weights = [0.1, 2 ** 53, -(2 ** 40), 1e308];
    const picture = new Uint8Array([0, 255, 1]);
    store.transaction((tx) => {
      for (const weight of weights)
        tx.run('INSERT INTO cases (title, weight, picture) VALUES (?, ?, ?)', [text, weight, picture]);
      tx.run('INSERT INTO notes (id, case_id, text) VALUES (?, 1, ?)', [2 ** 52 + 1, 'half \uD83C pair']);
    });
    const check = () => {
      const rows = store.read.all<{ title: string; weight: number; picture: Uint8Array }>(
        'SELECT * FROM cases ORDER BY id',
      );
      expect(rows.map((row) => row.weight)).toEqual(weights);
      expect(rows.every((row) => row.title === text && Buffer.compare(row.picture, picture) === 0)).toBe(true);
      expect(store.read.get('SELECT id, text FROM notes')).toEqual({ id: 2 ** 52 + 1, text: 'half \uFFFD pair' });
    };
    check();
    store.close();
    store = (await reopened('/v', disk)).store;
    check();
  });

  it('refuses values it cannot hold and a wrong number of them', () => {
    expect(() => store.transaction((tx) => tx.run('UPDATE cases SET weight = ?', [Number.NaN]))).toThrow(/NaN/);
    expect(() => store.transaction((tx) => tx.run('UPDATE cases SET title = ?', []))).toThrow(/1 parameters, not 0/);
  });

  it('saves fifty thousand rows in one transaction', async () => {
    store.transaction((tx) => {
      for (let index = 0; index < 50_000; index += 1) addCase(tx, `case ${index}`);
    });
    const after = await reopened('/v', disk.copy(), { takeOver: true });
    expect(after.store.read.get('SELECT count(*) AS n, max(title) AS last FROM cases')).toEqual({
      n: 50_000,
      last: 'case 9999',
    });
    after.store.close();
  });

  it('keeps two generations, and removes what is older', () => {
    for (const title of ['a', 'b', 'c', 'd']) {
      store.transaction((tx) => addCase(tx, title));
      store.checkpoint();
    }
    const numbered = disk.list('/v').filter((name) => /^(snapshot|journal)/.test(name));
    expect(numbered).toEqual([
      'journal-0000000004.ncb',
      'journal-0000000005.ncb',
      'snapshot-0000000004.ncb',
      'snapshot-0000000005.ncb',
    ]);
  });

  it('takes commits while a checkpoint is being written in slices', async () => {
    store.transaction((tx) =>
      tx.run('INSERT INTO cases (title, picture) VALUES (?, ?)', ['big', new Uint8Array(5_000_000)]),
    );
    const checkpoint = store.checkpointInSlices();
    store.transaction((tx) => addCase(tx, 'during'));
    await checkpoint;
    store.transaction((tx) => addCase(tx, 'after'));
    expect(store.status().generation).toBe(2);
    const crashed = await reopened('/v', disk.copy(), { takeOver: true });
    expect(titles(crashed.store)).toEqual(['big', 'during', 'after']);
    crashed.store.close();
  });

  it('says that a checkpoint is due when the journal has grown, and makes it when it closes', async () => {
    store.close();
    store = (await reopened('/v', disk, { tuning: { checkpointBytes: 10_000 } })).store;
    expect(store.checkpointDue()).toBe(false);
    store.transaction((tx) => addCase(tx, 'x'.repeat(12_000)));
    expect(store.checkpointDue()).toBe(true);
    const before = store.status().generation;
    store.close();
    store = (await reopened('/v', disk)).store;
    expect(store.status().generation).toBe(before + 2);
    expect(store.status().journalBytes).toBeLessThan(10_000);
  });
});

describe('the store on a failing disk', () => {
  it.each(['ENOSPC', 'EIO'] as const)(
    'stops saving for good at the first %s, says so, and still reads',
    async (code) => {
      const disk = new FailingFileSystem(new MemoryFileSystem());
      const { store } = await newVault('/v', disk.fs);
      store.transaction((tx) => addCase(tx, 'before'));
      disk.fault = { at: disk.calls + 1, code, lasting: false };
      expect(() => store.transaction((tx) => addCase(tx, 'lost'))).toThrow(StoreReadOnlyError);
      expect(() => store.transaction((tx) => addCase(tx, 'too late'))).toThrow(StoreReadOnlyError);
      expect(() => store.checkpoint()).toThrow(StoreReadOnlyError);
      expect(store.status().reason).toMatch(code === 'ENOSPC' ? /full/ : /EIO/);
      expect(titles(store)).toEqual(['before']);
      store.close();
      const after = await reopened('/v', disk.fs);
      expect(titles(after.store)).toEqual(['before']);
      after.store.close();
    },
  );

  it('opens for reading when the disk has no room for a new journal', async () => {
    const disk = new FailingFileSystem(new MemoryFileSystem());
    const first = await newVault('/v', disk.fs);
    first.store.transaction((tx) => addCase(tx, 'kept'));
    first.store.close();
    let opening = 0;
    const full = new Proxy(disk.fs, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => {
          if (name === 'open' && args[1] === 'create') {
            opening += 1;
            throw Object.assign(new Error('full'), { code: 'ENOSPC' });
          }
          return member.apply(target, args);
        };
      },
    });
    const { store, vault } = await reopened('/v', full);
    expect(opening).toBeGreaterThan(0);
    expect(vault.notices).toContainEqual({ kind: 'opened-read-only', reason: 'the disk is full.' });
    expect(titles(store)).toEqual(['kept']);
    expect(() => store.transaction((tx) => addCase(tx, 'more'))).toThrow(StoreReadOnlyError);
    store.close();
  });

  it('goes on saving when only a snapshot could not be written', async () => {
    const disk = new FailingFileSystem(new MemoryFileSystem());
    const { store } = await newVault('/v', disk.fs);
    store.transaction((tx) => addCase(tx, 'a'));
    disk.fault = { at: disk.calls + 2, code: 'ENOSPC', lasting: false };
    expect(() => store.checkpoint()).toThrow(/ENOSPC/);
    store.transaction((tx) => addCase(tx, 'b'));
    expect(titles(store)).toEqual(['a', 'b']);
    store.close();
  });

  it('acknowledges nothing more once another program has taken the vault over', async () => {
    const disk = new MemoryFileSystem();
    let time = 0;
    const first = await newVault('/v', disk, { processes: { ...nodeProcesses, monotonicMs: () => time } });
    first.store.transaction((tx) => addCase(tx, 'mine'));
    time += 101;
    const second = await reopened('/v', disk, { takeOver: true });
    expect(() => first.store.transaction((tx) => addCase(tx, 'too late'))).toThrow(/another running program/);
    second.store.transaction((tx) => addCase(tx, 'theirs'));
    first.store.close();
    second.store.close();
    const after = await reopened('/v', disk);
    expect(titles(after.store)).toEqual(['mine', 'theirs']);
    after.store.close();
  });
});
