/** How many checks of a step held. A lint or a compiler counts as one check. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** Which checks failed, where the step can name them. */
  readonly failures?: readonly string[];
  /** Which passed only when they were tried again. */
  readonly unsteady?: readonly string[];
}

export interface Step {
  readonly name: string;
  /** Runs the step; what it prints is its own affair. A thrown error counts as one failure. */
  run(): Promise<Counts>;
}

/** Runs all steps in order, also after a failure, and prints each one's name, result and time. */
export async function runSteps(steps: readonly Step[]): Promise<Counts> {
  const all: Counts[] = [];
  for (const step of steps) all.push(await runStep(step));
  const sum = (of: 'passed' | 'failed') => all.reduce((total, counts) => total + counts[of], 0);
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    failures: all.flatMap(({ failures = [] }) => failures),
    unsteady: all.flatMap(({ unsteady = [] }) => unsteady),
  };
}

/** Prints what failed and what passed only at the second try, then the summary alone on the last line, and sets the exit code. */
export function finish({ passed, failed, failures = [], unsteady = [] }: Counts): void {
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
  for (const test of unsteady) process.stdout.write(`passed only when tried again: ${test}\n`);
  for (const failure of failures) process.stdout.write(`failed: ${failure}\n`);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
}

async function runStep(step: Step): Promise<Counts> {
  const started = Date.now();
  process.stdout.write(`\n── ${step.name}\n`);
  const ran = await step.run().catch((error: unknown): Counts => {
    process.stdout.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return { passed: 0, failed: 1 };
  });
  const isNamed = ran.failed === 0 || (ran.failures ?? []).length > 0;
  const counts = isNamed ? ran : { ...ran, failures: [step.name] };
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const mark = counts.failed === 0 ? '✔' : '✘';
  process.stdout.write(`${mark} ${step.name}: ${counts.passed} passed, ${counts.failed} failed in ${seconds} s\n`);
  return counts;
}
