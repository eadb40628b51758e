// npm test: everything, the same that CI runs. The last line is the count of all checks.
import { fastSteps } from './lib/checks.ts';
import { finish, runSteps } from './lib/steps.ts';
import { playwright, vitest } from './lib/test-runners.ts';

finish(
  await runSteps([
    ...fastSteps,
    vitest('Integration tests', ['test/integration']),
    playwright('End to end in Electron', 'e2e'),
  ]),
);
