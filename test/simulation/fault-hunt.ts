import { fork } from 'node:child_process';
import { bundle, removeBundles } from '#test/harness/store/mutated-bundle.ts';
import type { SeedReport } from './many-seeds.ts';
import type { PlantedFault } from './planted-faults.ts';

/** Seeds of few workstations, in which much happens in little time: they are lived first. */
const QUICK_SEEDS = [41, 54, 39, 53];

/** The same, in which it happens. */
const SEEDS = { restore: [48, 21, 42, 57], joining: [31, 43, 12], revocation: [14, 35, 2] } as const;

/** How many seeds a fault may live. */
const MOST_SEEDS = 60;

export interface Catch {
  readonly seed: number;
  /** What the simulator says first. */
  readonly what: string;
}

/** Lets the simulator live seeds with the fault in the product until it notices; null when it does not. */
export async function hunt({ edits, needs }: Pick<PlantedFault, 'edits' | 'needs'>): Promise<Catch | null> {
  const others = Array.from({ length: MOST_SEEDS }, (_, index) => index + 1);
  const seeds = [...new Set([...(needs ? SEEDS[needs] : QUICK_SEEDS), ...others])];
  try {
    return await live(await bundle('test/simulation/worker.ts', edits), seeds);
  } finally {
    removeBundles();
  }
}

/** A product that falls over is one whose fault is noticed. */
function live(worker: string, seeds: number[]): Promise<Catch | null> {
  return new Promise((resolve, reject) => {
    const child = fork(worker, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    let words = '';
    let current = 0;
    child.stderr?.on('data', (text: Buffer) => {
      words += text.toString('utf8');
    });
    const end = (found: Catch | null) => {
      child.kill();
      resolve(found);
    };
    child.on('message', (report: SeedReport | 'ready') => {
      const [problem] = report === 'ready' ? [] : report.problems;
      if (problem) return end({ seed: current, what: `${problem.kind}: ${problem.what}` });
      current = seeds.shift() ?? 0;
      if (current === 0) return end(null);
      child.send({ seed: current });
    });
    child.on('error', reject);
    child.on('exit', () => resolve({ seed: current, what: `it fell over: ${words.slice(0, 300)}` }));
  });
}
