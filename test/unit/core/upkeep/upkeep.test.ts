import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkpointWhenDue } from '#core/checkpointing.ts';
import type { Store } from '#core/store/database.ts';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import { Capacity } from '#core/upkeep/capacity.ts';
import { Upkeep } from '#core/upkeep/upkeep.ts';
import type { VaultParts } from '#core/vault/vault.ts';
import { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { TestTime } from '#test/helpers/test-time.ts';
import { newVault } from '#test/helpers/vault.ts';

const MIB = 1024 * 1024;

describe('the upkeep of an open store', () => {
  let parts: VaultParts;
  let time: TestTime;
  let changes: number;
  let free: number | null;
  let logged: string[];

  beforeEach(async () => {
    parts = await newVault('/v', new MemoryFileSystem(), { migrations: allMigrations, tuning: { checkpointBytes: 1 } });
    time = new TestTime();
    changes = 0;
    free = null;
    logged = [];
  });
  afterEach(() => parts.store.close());

  const upkeepOf = (store: Store): Upkeep => {
    const capacity = new Capacity({ store, limitBytes: 500 * MIB, freeBytes: () => free });
    const note = (what: string) => logged.push(what);
    return new Upkeep({
      store,
      attachments: parts.attachments,
      capacity,
      log: { error: note, info: note },
      timers: time.timers,
      now: () => 1,
      monotonicMs: time.monotonicMs,
      onChange: () => {
        changes += 1;
      },
    });
  };

  /** The same store, whose check finds fault with one table. */
  const broken = (store: Store): Store => ({
    read: {
      get: (sql, params) => store.read.get(sql, params),
      all: <T>(sql: string, params: readonly (string | number)[] = []): T[] =>
        sql.includes('integrity_check') && params[0] === 'notes'
          ? ([{ integrity_check: 'wrong # of entries in index notes_of_case' }] as T[])
          : store.read.all<T>(sql, params),
    },
    transaction: (work) => store.transaction(work),
    transactionTogether: (work) => store.transactionTogether(work),
    onCommit: (listener) => store.onCommit(listener),
    checkpoint: () => store.checkpoint(),
    checkpointInSlices: () => store.checkpointInSlices(),
    checkpointDue: () => store.checkpointDue(),
    status: () => store.status(),
    close: () => store.close(),
  });

  it('checks the database once the first screen stands, and says that it is sound', () => {
    const upkeep = upkeepOf(parts.store);
    upkeep.start();
    expect(upkeep.integrity).toEqual({ state: 'not-yet' });
    time.pass(20_000);
    expect(upkeep.integrity).toMatchObject({ state: 'sound' });
    expect(upkeep.notices()).toEqual([]);
    upkeep.stop();
  });

  it('says that it is not, logs the table and nothing of its content, and lets no checkpoint take the place of the files', async () => {
    const upkeep = upkeepOf(broken(parts.store));
    checkpointWhenDue(
      parts.store,
      { error: () => undefined, info: () => undefined },
      () => upkeep.integrity.state !== 'unsound',
    );
    upkeep.start();
    time.pass(20_000);
    expect(upkeep.notices()).toEqual([{ code: 'store-unsound' }]);
    expect(changes).toBeGreaterThan(0);
    expect(logged).toContain('integrity check: wrong in notes');
    const { generation } = parts.store.status();
    parts.store.transaction((tx) => tx.run("INSERT INTO sync_state (name, value) VALUES ('a', 'b')"));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(parts.store.status().generation).toBe(generation);
    upkeep.stop();
  });

  it('tells once when the disk runs short, and once when it has room again', () => {
    const upkeep = upkeepOf(parts.store);
    upkeep.start();
    const before = changes;
    free = 10 * MIB;
    time.pass(60_000);
    expect(upkeep.notices()).toMatchObject([{ code: 'disk-short' }]);
    time.pass(60_000);
    const told = changes;
    expect(told).toBeGreaterThan(before);
    free = 10_000 * MIB;
    time.pass(60_000);
    expect(upkeep.notices()).toEqual([]);
    expect(changes).toBe(told + 1);
    upkeep.stop();
  });
});
