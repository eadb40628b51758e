import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentHash } from '#core/store/content-hash.ts';
import type { SqlValue, Store } from '#core/store/database.ts';
import { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { runs } from '#test/helpers/runs.ts';
import { newVault, reopened } from '#test/helpers/vault.ts';

const title = fc.string({ unit: 'grapheme', maxLength: 40 });
const weight = fc.option(fc.double({ noNaN: true }));
const picture = fc.option(fc.uint8Array({ maxLength: 300 }));
const id = fc.integer({ min: 1, max: 12 });

const statement = fc.oneof<fc.Arbitrary<{ sql: string; params: SqlValue[] }>[]>(
  fc
    .tuple(title, weight, picture)
    .map((params) => ({ sql: 'INSERT INTO cases (title, weight, picture) VALUES (?, ?, ?)', params })),
  fc.tuple(title, id).map((params) => ({ sql: 'UPDATE cases SET title = ? WHERE id % 12 = ?', params })),
  fc.tuple(id, title).map((params) => ({ sql: 'INSERT INTO notes (case_id, text) VALUES (?, ?)', params })),
  fc.tuple(id).map((params) => ({ sql: 'DELETE FROM notes WHERE id = ?', params })),
  fc.tuple(id).map((params) => ({ sql: 'DELETE FROM cases WHERE id = ?', params })),
);

type Step =
  | { kind: 'commit'; statements: { sql: string; params: SqlValue[] }[]; fails: boolean }
  | { kind: 'checkpoint' | 'crash' | 'close' };

const step = fc.oneof<fc.Arbitrary<Step>[]>(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('commit' as const),
      statements: fc.array(statement, { minLength: 1, maxLength: 6 }),
      fails: fc.boolean(),
    }),
  } as never,
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('checkpoint' as const) }) } as never,
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('crash' as const, 'close' as const) }) } as never,
);

/** A statement that breaks a relation is refused and the rest goes on; a failing transaction leaves nothing. */
function commit(store: Store, { statements, fails }: Extract<Step, { kind: 'commit' }>): void {
  try {
    store.transaction((tx) => {
      for (const { sql, params } of statements) runOrRefuse(() => tx.run(sql, params));
      if (fails) throw new Error('rolled back');
    });
  } catch (error) {
    if (!(error instanceof Error) || error.message !== 'rolled back') throw error;
  }
}

function runOrRefuse(run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('FOREIGN KEY')) throw error;
  }
}

describe('the store, whatever is done to it', () => {
  it('holds after each crash and each close exactly what it held before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
        const disk = new MemoryFileSystem();
        let { store } = await newVault('/v', disk, { tuning: { extentBytes: 8192 } });
        for (const next of [...steps, { kind: 'crash' as const }]) {
          const before = contentHash(store.read);
          if (next.kind === 'commit') commit(store, next);
          else if (next.kind === 'checkpoint') store.checkpoint();
          else {
            if (next.kind === 'close') store.close();
            store = (await reopened('/v', disk, { takeOver: true })).store;
          }
          if (next.kind !== 'commit' || next.fails) expect(contentHash(store.read)).toBe(before);
        }
        store.close();
      }),
      { numRuns: runs(24, 2_000) },
    );
  });
});
