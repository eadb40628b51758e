// npm run verify: what has to hold before every commit. No database, no window.
import { fastSteps } from './lib/checks.ts';
import { finish, runSteps } from './lib/steps.ts';

finish(await runSteps(fastSteps));
