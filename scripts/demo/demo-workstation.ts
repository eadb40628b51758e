import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { _electron } from '@playwright/test';
import { KEYS_FILES } from '#core/store/file-names.ts';
import { giveToDeskUser } from '../runtime/desk-user.ts';
import type { Display } from '../runtime/display.ts';
import type { Stage } from '../runtime/stage.ts';
import type { DemoBureau } from '../world/bureaus.ts';
import type { DemoHub } from './demo-hub.ts';
import { demoFolder, demoSubfolder } from './demo-state.ts';

const QUIT_TIMEOUT_MS = 15_000;
const SHOWN_TIMEOUT_MS = 30_000;

export interface DemoWorkstation {
  /** Resolves when the workstation has ended, by whomever. */
  readonly ended: Promise<unknown>;
  /** Where pictures of its window are put, when no one can see it. */
  readonly pictureFolder: string | undefined;
  close(): Promise<void>;
}

interface Start {
  readonly bureau: DemoBureau;
  /** 1, 2, 3 …: which of the bureau's machines. */
  readonly number: number;
  readonly hub: DemoHub;
  readonly stage: Stage;
  readonly display: Display;
}

/**
 * Starts a workstation of a bureau; at its first start it enrols at the hub by itself and gets the demonstration accounts. All but the
 * bureau's first then wait until the administrator has confirmed them on it.
 */
export async function startDemoWorkstation({ bureau, number, hub, stage, display }: Start): Promise<DemoWorkstation> {
  const name = machineName(bureau, number);
  const profile = demoSubfolder('workstations', name);
  await giveToDeskUser(profile);
  const env = environment(display, hasStore(profile) ? undefined : await demoSetup(bureau, hub));
  const args = [`--profile=${profile}`];
  return display.virtual ? startUnseen(stage, args, env, name) : startSeen(stage, args, env, name);
}

/** Of its folder, its log and its picture. */
export const machineName = ({ code }: DemoBureau, number: number): string =>
  number === 1 ? code : `${code}-${number}`;

const hasStore = (profile: string): boolean => KEYS_FILES.some((name) => existsSync(join(profile, 'vault', name)));

async function demoSetup(bureau: DemoBureau, hub: DemoHub): Promise<string> {
  process.stdout.write(`Enrolling a workstation of ${bureau.names.en} …\n`);
  return JSON.stringify({
    enrolmentCode: await hub.enrolmentCode(bureau.code),
    hubUrl: hub.url,
    users: bureau.users,
  });
}

function environment(display: Display, setup: string | undefined): Record<string, string> {
  const { NODE_OPTIONS: _options, ELECTRON_RUN_AS_NODE: _asNode, NCB_DEMO_SETUP: _setup, ...inherited } = process.env;
  const all = { ...inherited, DISPLAY: display.name, NCB_DEMO_SETUP: setup };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

const logFile = (name: string): string => join(demoFolder(), `workstation-${name}.log`);

function startSeen(stage: Stage, args: string[], env: Record<string, string>, name: string): DemoWorkstation {
  const log = openSync(logFile(name), 'a');
  const child = spawn(stage.launcher, args, { env, stdio: ['ignore', log, log], detached: true });
  return { ended: once(child, 'exit'), pictureFolder: undefined, close: () => quit(child) };
}

/** Without a screen the window is opened by Playwright, which can take its picture. */
async function startUnseen(
  stage: Stage,
  args: string[],
  env: Record<string, string>,
  name: string,
): Promise<DemoWorkstation> {
  const app = await _electron.launch({ executablePath: stage.launcher, args, env, chromiumSandbox: true });
  const child = app.process();
  const log = createWriteStream(logFile(name), { flags: 'a' });
  child.stdout?.pipe(log);
  child.stderr?.pipe(log);
  const ended = once(child, 'exit');
  const page = await app.firstWindow();
  // The first start enrols before it has anything to show; should it take too long, the picture shows why.
  await page
    .locator('input, button')
    .first()
    .waitFor({ timeout: SHOWN_TIMEOUT_MS })
    .catch(() => undefined);
  const pictureFolder = demoSubfolder('pictures');
  await page.screenshot({ path: join(pictureFolder, `${name}.png`) });
  return { ended, pictureFolder, close: () => quit(child) };
}

async function quit(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), QUIT_TIMEOUT_MS);
  await gone;
  clearTimeout(force);
}
