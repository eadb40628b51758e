// npm run test:long [-- FILES]: the same suites with the large counts of the promises (see test/helpers/runs.ts), or some files of them.
import { finish, runSteps } from './lib/steps.ts';
import { playwright, vitest } from './lib/test-runners.ts';

const TEST_TIMEOUT_MS = 4 * 60 * 60_000;
process.env.NCB_RUNS = 'long';

const timeout = [`--testTimeout=${TEST_TIMEOUT_MS}`];
const files = process.argv.slice(2);
const some = [vitest('Vitest suites of these files, large counts', files, timeout)];
const all = [vitest('All Vitest suites, large counts', ['test'], timeout), playwright('End to end in Electron', 'e2e')];
finish(await runSteps(files.length > 0 ? some : all));
