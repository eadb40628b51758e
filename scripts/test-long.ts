// npm run test:long: the same suites with the large counts of the promises (see test/helpers/runs.ts).
import { finish, runSteps } from './lib/steps.ts';
import { playwright, vitest } from './lib/test-runners.ts';

const TEST_TIMEOUT_MS = 4 * 60 * 60_000;
process.env.NCB_RUNS = 'long';

finish(
  await runSteps([
    vitest('All Vitest suites, large counts', ['test'], [`--testTimeout=${TEST_TIMEOUT_MS}`]),
    playwright('End to end in Electron', 'e2e'),
  ]),
);
