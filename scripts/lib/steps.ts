/** How many checks of a step held. A lint or a compiler counts as one check. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

export interface Step {
  readonly name: string;
  /** Runs the step; what it prints is its own affair. A thrown error counts as one failure. */
  run(): Promise<Counts>;
}

/** Runs all steps in order, also after a failure, and prints each one's name, result and time. */
export async function runSteps(steps: readonly Step[]): Promise<Counts> {
  const total = { passed: 0, failed: 0 };
  for (const step of steps) {
    const counts = await runStep(step);
    total.passed += counts.passed;
    total.failed += counts.failed;
  }
  return total;
}

/** Prints the summary alone on the last line and sets the exit code. */
export function finish({ passed, failed }: Counts): void {
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
}

async function runStep(step: Step): Promise<Counts> {
  const started = Date.now();
  process.stdout.write(`\n── ${step.name}\n`);
  const counts = await step.run().catch((error: unknown) => {
    process.stdout.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return { passed: 0, failed: 1 };
  });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const mark = counts.failed === 0 ? '✔' : '✘';
  process.stdout.write(`${mark} ${step.name}: ${counts.passed} passed, ${counts.failed} failed in ${seconds} s\n`);
  return counts;
}
