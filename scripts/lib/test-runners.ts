import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../runtime/paths.ts';
import { run } from './run.ts';
import type { Counts, Step } from './steps.ts';

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});
const playwrightSuite = z.object({
  get suites() {
    return z.array(playwrightSuite).optional();
  },
  specs: z.array(
    z.object({
      title: z.string(),
      file: z.string(),
      tests: z.array(z.object({ status: z.enum(['expected', 'unexpected', 'flaky', 'skipped']) })),
    }),
  ),
});
const playwrightReport = z.object({
  suites: z.array(playwrightSuite),
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
});

/** Test files under some folders, run by Vitest. A skipped test, and a file that does not load, count as failed. */
export function vitest(name: string, folders: readonly string[], extra: readonly string[] = []): Step {
  return {
    name,
    async run() {
      const file = reportFile('vitest');
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
      const exitCode = await runTool('vitest/vitest.mjs', ['run', ...folders, ...reporters, ...extra], {});
      return atLeastOneFailure(exitCode, countVitest(file));
    },
  };
}

/** One project of test/e2e/playwright.config.ts in the real Electron. A skipped test counts as failed; one that passed only when repeated is named. */
export function playwright(name: string, project: string, extra: readonly string[] = []): Step {
  return {
    name,
    async run() {
      const file = reportFile('playwright');
      const args = ['test', '--config=test/e2e/playwright.config.ts', `--project=${project}`, ...extra];
      const exitCode = await runTool('@playwright/test/cli.js', args, { PLAYWRIGHT_JSON_OUTPUT_FILE: file });
      return atLeastOneFailure(exitCode, countPlaywright(file));
    },
  };
}

async function runTool(script: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const program = join(projectRoot, 'node_modules', script);
  const options = { cwd: projectRoot, env: { ...process.env, ...env }, echo: true };
  return (await run(process.execPath, [program, ...args], options)).exitCode;
}

function reportFile(runner: string): string {
  const folder = join(projectRoot, 'out', 'test-results');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${runner}.json`);
  rmSync(file, { force: true });
  return file;
}

function countVitest(file: string): Counts {
  if (!existsSync(file)) return { passed: 0, failed: 0 };
  const report = vitestReport.parse(JSON.parse(readFileSync(file, 'utf8')));
  const notLoaded = report.testResults.filter(
    (result) => result.status === 'failed' && result.assertionResults.length === 0,
  );
  const failed = report.numFailedTests + report.numPendingTests + report.numTodoTests + notLoaded.length;
  const failures = report.testResults.flatMap(({ name, status, assertionResults }) =>
    assertionResults.length === 0 && status === 'failed'
      ? [relative(projectRoot, name)]
      : assertionResults
          .filter((test) => test.status !== 'passed')
          .map(({ fullName }) => `${relative(projectRoot, name)} › ${fullName}`),
  );
  return { passed: report.numPassedTests, failed, failures };
}

function countPlaywright(file: string): Counts {
  if (!existsSync(file)) return { passed: 0, failed: 0 };
  const { stats, suites } = playwrightReport.parse(JSON.parse(readFileSync(file, 'utf8')));
  const tests = suites.flatMap(testsIn);
  const named = (statuses: readonly string[]) =>
    tests.filter(({ status }) => statuses.includes(status)).map(({ name }) => name);
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + stats.skipped,
    failures: named(['unexpected', 'skipped']),
    unsteady: named(['flaky']),
  };
}

const testsIn = ({ specs, suites = [] }: z.infer<typeof playwrightSuite>): { name: string; status: string }[] => [
  ...specs.flatMap(({ file, title, tests }) =>
    tests.map(({ status }) => ({ name: `test/e2e/${file} › ${title}`, status })),
  ),
  ...suites.flatMap(testsIn),
];

/** A runner that failed without a failing test (a file that does not load, no test at all) is one failure. */
function atLeastOneFailure(exitCode: number, counts: Counts): Counts {
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}
