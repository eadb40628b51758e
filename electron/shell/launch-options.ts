import { resolve } from 'node:path';
import { type DemoSetup, demoSetup } from '#shared/ipc/core-control.ts';

export interface LaunchOptions {
  /** Folder of this workstation's data; null = the system's usual place. */
  readonly profileDir: string | null;
  readonly demoSetup: DemoSetup | null;
}

/** `--profile=DIR` chooses the data folder. NCB_DEMO_SETUP (JSON) enrols an empty profile by itself, never in an installed build. */
export function readLaunchOptions(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  isPackaged: boolean,
): LaunchOptions {
  const profile = argv.find((argument) => argument.startsWith('--profile='))?.slice('--profile='.length);
  const demo = isPackaged ? undefined : env.NCB_DEMO_SETUP;
  return {
    profileDir: profile ? resolve(profile) : null,
    demoSetup: demo ? demoSetup.parse(JSON.parse(demo)) : null,
  };
}
