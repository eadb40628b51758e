import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Counts, finish, runSteps } from '../../../scripts/lib/steps.ts';

describe('the steps of a test run', () => {
  beforeEach(() => {
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  });
  afterEach(() => vi.restoreAllMocks());

  it('are all run, counted together, and one that breaks counts as one failure', async () => {
    const order: string[] = [];
    const step = (name: string, run: () => Promise<Counts>) => ({
      name,
      run: () => {
        order.push(name);
        return run();
      },
    });
    const total = await runSteps([
      step('lint', async () => ({ passed: 1, failed: 0 })),
      step('broken', async () => {
        throw new Error('no such program');
      }),
      step('tests', async () => ({ passed: 40, failed: 2, failures: ['a.test.ts › one', 'a.test.ts › two'] })),
      step('windows', async () => ({ passed: 2, failed: 0, unsteady: ['b.spec.ts › three'] })),
    ]);
    expect(order).toEqual(['lint', 'broken', 'tests', 'windows']);
    expect(total).toEqual({
      passed: 43,
      failed: 3,
      failures: ['broken', 'a.test.ts › one', 'a.test.ts › two'],
      unsteady: ['b.spec.ts › three'],
    });
  });

  it('end with what failed, what had to be tried again and, alone on the last line, the counts', async () => {
    const written: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean(written.push(String(text))));
    const { exitCode } = process;
    finish({ passed: 41, failed: 1, failures: ['a.test.ts › one'], unsteady: ['b.spec.ts › three'] });
    expect(process.exitCode).toBe(1);
    process.exitCode = exitCode;
    expect(written.join('')).toBe(
      'passed only when tried again: b.spec.ts › three\nfailed: a.test.ts › one\n41 passed, 1 failed\n',
    );
  });
});
