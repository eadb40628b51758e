import { join } from 'node:path';
import { projectRoot } from '../runtime/paths.ts';
import { run } from './run.ts';
import type { Step } from './steps.ts';
import { vitest } from './test-runners.ts';

const SOURCE_FOLDERS = ['electron', 'renderer', 'shared', 'hub', 'scripts', 'test'];

/** Everything that needs neither a database nor a window. */
export const fastSteps: readonly Step[] = [
  tool('Format and lint (Biome)', '@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']),
  tool('Layers (dependency-cruiser)', 'dependency-cruiser/bin/dependency-cruise.mjs', [
    '--config',
    '.dependency-cruiser.cjs',
    ...SOURCE_FOLDERS,
  ]),
  tool('Types (tsc)', 'typescript-native/bin/tsc', []),
  tool('Dead code (knip)', 'knip/bin/knip.js', ['--no-config-hints']),
  // Nothing here changes what its modules share: loading them once for all files halves the time.
  vitest(
    'Unit, property and guard tests',
    ['test/unit', 'test/property', 'test/guard'],
    ['--no-isolate', '--maxWorkers=100%'],
  ),
];

/** A tool of node_modules as one check; its output is shown when it fails. */
function tool(name: string, script: string, args: readonly string[]): Step {
  return {
    name,
    async run() {
      const { exitCode, output } = await run(process.execPath, [join(projectRoot, 'node_modules', script), ...args]);
      if (exitCode === 0) return { passed: 1, failed: 0 };
      process.stdout.write(`${output.trimEnd()}\n`);
      return { passed: 0, failed: 1 };
    },
  };
}
