// npm run test:e2e [-- file or --grep …]: the workstation in the real Electron.
import { finish, runSteps } from './lib/steps.ts';
import { playwright } from './lib/test-runners.ts';

finish(await runSteps([playwright('End to end in Electron', 'e2e', process.argv.slice(2))]));
