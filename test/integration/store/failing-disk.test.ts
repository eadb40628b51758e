import { describe, expect, it } from 'vitest';
import { type Store, StoreReadOnlyError } from '#core/store/database.ts';
import { nodeProcesses } from '#core/vault/processes.ts';
import { openVault } from '#core/vault/vault.ts';
import { FailingFileSystem, type Fault, MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { runs } from '#test/helpers/runs.ts';
import { FIRST_USER, newVault, reopened, vaultOptions } from '#test/helpers/vault.ts';

const SMALL = { tuning: { extentBytes: 4096 } };
const CODES: readonly Fault['code'][] = ['ENOSPC', 'EIO', 'EPERM', 'EBUSY', 'short-write'];

const LONG = runs(0, 1) === 1;

/** All pairs in the long run; else one of each nature: for good, once, and half a write. */
const FAULTS = LONG
  ? CODES.flatMap((code) => [true, false].map((lasting) => ({ code, lasting })))
  : ([
      { code: 'ENOSPC', lasting: true },
      { code: 'EIO', lasting: false },
      { code: 'short-write', lasting: false },
    ] as const);

/** An attempt that the failure interrupted counts as a wrong one: the next has to wait. */
const muchLater = { ...nodeProcesses, uptimeMs: () => nodeProcesses.uptimeMs() + 3_600_000 };

/** Commits and checkpoints; returns the numbers that were acknowledged, and stops asking when the store stops saving. */
function work(store: Store): number[] {
  const acknowledged: number[] = [];
  for (let number = 1; number <= 12; number += 1) {
    try {
      store.transaction((tx) => {
        tx.run('INSERT INTO cases (id, title) VALUES (?, ?)', [number, `case ${number} `.repeat(10)]);
        tx.run('INSERT INTO notes (case_id, text) VALUES (?, ?)', [number, 'its note']);
      });
      acknowledged.push(number);
    } catch (error) {
      if (!(error instanceof StoreReadOnlyError)) throw error;
    }
    if (number % 5 === 0) attempt(() => store.checkpoint());
  }
  return acknowledged;
}

/** Checkpoints may fail on this disk; what counts is what they leave. */
function attempt(step: () => void): void {
  try {
    step();
  } catch (error) {
    if (!(error instanceof StoreReadOnlyError) && !(error instanceof Error && 'code' in error)) throw error;
  }
}

const numbers = (store: Store) =>
  store.read.all<{ id: number }>('SELECT id FROM cases ORDER BY id').map((row) => row.id);

async function afterFault(
  prepared: MemoryFileSystem,
  fault: Fault,
): Promise<{ calls: number; problem: string | null }> {
  const disk = prepared.copy();
  const failing = new FailingFileSystem(disk, fault);
  let acknowledged: number[] = [];
  try {
    const opened = await openVault({ ...vaultOptions('/v', failing.fs), ...SMALL, unlock: FIRST_USER });
    if (!opened.ok) return { calls: failing.calls, problem: `refused to open: ${opened.error.kind}` };
    acknowledged = work(opened.value.store);
    opened.value.store.close();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
  const after = await reopened('/v', disk, { ...SMALL, takeOver: true, processes: muchLater });
  const found = numbers(after.store);
  const notes = after.store.read.get<{ n: number }>('SELECT count(*) AS n FROM notes')?.n ?? -1;
  after.store.close();
  const lost = acknowledged.filter((number) => !found.includes(number));
  return { calls: failing.calls, problem: lost.length === 0 && notes === found.length ? null : `lost ${lost}` };
}

describe('a disk that fails at one call', () => {
  it.each(FAULTS)(
    'loses nothing acknowledged, whichever call it is: $code, lasting: $lasting',
    async ({ code, lasting }) => {
      const prepared = new MemoryFileSystem();
      const { store } = await newVault('/v', prepared, SMALL);
      store.close();
      let problems: string[] = [];
      for (let at = 1, last = false; !last; at += 1) {
        const { calls, problem } = await afterFault(prepared, { at, code, lasting });
        if (problem) problems = [...problems, `call ${at}: ${problem}`];
        last = calls < at;
      }
      expect(problems).toEqual([]);
    },
  );

  it.each(LONG ? CODES : (['EIO'] as const))(
    'leaves no half vault when it fails during the creation of one: %s',
    async (code) => {
      for (let at = 1, last = false; !last; at += 1) {
        const disk = new MemoryFileSystem();
        const failing = new FailingFileSystem(disk, { at, code, lasting: false });
        const created = await newVault('/v', failing.fs, SMALL).catch(() => undefined);
        created?.store.close();
        last = failing.calls < at;
        const after = created
          ? await reopened('/v', disk, { ...SMALL, takeOver: true })
          : await newVault('/v', disk, SMALL);
        expect(numbers(after.store)).toEqual([]);
        after.store.close();
      }
    },
  );
});
