import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runSteps } from '../../../scripts/lib/steps.ts';

describe('the steps of a test run', () => {
  beforeEach(() => {
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  });
  afterEach(() => vi.restoreAllMocks());

  it('are all run, counted together, and one that breaks counts as one failure', async () => {
    const order: string[] = [];
    const step = (name: string, run: () => Promise<{ passed: number; failed: number }>) => ({
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
      step('tests', async () => ({ passed: 40, failed: 2 })),
    ]);
    expect(order).toEqual(['lint', 'broken', 'tests']);
    expect(total).toEqual({ passed: 41, failed: 3 });
  });
});
