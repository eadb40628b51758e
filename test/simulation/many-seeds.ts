import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type Problem, problemKinds } from './problem.ts';

/** What a worker says of one seed. */
export interface SeedReport {
  readonly seed: number;
  readonly problems: readonly Problem[];
  readonly traceHash: string;
  /** Only of a seed that does not hold. */
  readonly trace: readonly string[];
}

export type Totals = { readonly seeds: number } & Readonly<Record<Problem['kind'], number>>;

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url));

/**
 * Lives many seeds, in as many processes as the machine has cores.
 * @param told each seed, as soon as it has been lived
 * @param within after so many milliseconds no other seed is begun
 */
export async function runSeeds(
  from: number,
  count: number,
  told: (report: SeedReport) => void,
  within = Number.POSITIVE_INFINITY,
): Promise<Totals> {
  const totals = { seeds: 0, lost: 0, duplicated: 0, diverged: 0, stalled: 0 };
  const begun = performance.now();
  let next = from;
  const take = () => (next < from + count && performance.now() - begun < within ? next++ : null);
  const note = (report: SeedReport) => {
    totals.seeds += 1;
    for (const kind of problemKinds) totals[kind] += report.problems.filter((problem) => problem.kind === kind).length;
    told(report);
  };
  const workers = Math.max(1, Math.min(count, availableParallelism()));
  await Promise.all(Array.from({ length: workers }, () => work(take, note)));
  return totals;
}

/** One process, which is given seed after seed. Rejects when it ends before its time. */
function work(take: () => number | null, note: (report: SeedReport) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = fork(WORKER, { execArgv: ['--import', 'tsx'] });
    const give = () => {
      const seed = take();
      if (seed === null) worker.disconnect();
      else worker.send({ seed });
    };
    worker.on('message', (report: SeedReport | 'ready') => {
      if (report !== 'ready') note(report);
      give();
    });
    worker.on('error', reject);
    worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`A worker ended with ${code}.`))));
  });
}
