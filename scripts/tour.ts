// npm run tour: walks through the screens in the real Electron and leaves their pictures in out/tour/.
import { finish, runSteps } from './lib/steps.ts';
import { playwright } from './lib/test-runners.ts';

finish(await runSteps([playwright('Tour of the screens (out/tour)', 'tour', process.argv.slice(2))]));
