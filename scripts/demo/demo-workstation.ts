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
  readonly hub: DemoHub;
  readonly stage: Stage;
  readonly display: Display;
}

/** Starts the workstation of a bureau; at its first start it enrols at the hub by itself and gets the demonstration accounts. */
export async function startDemoWorkstation({ bureau, hub, stage, display }: Start): Promise<DemoWorkstation> {
  const profile = demoSubfolder('workstations', bureau.code);
  await giveToDeskUser(profile);
  const env = environment(display, hasStore(profile) ? undefined : await demoSetup(bureau, hub));
  const args = [`--profile=${profile}`];
  return display.virtual ? startUnseen(stage, args, env, bureau) : startSeen(stage, args, env, bureau);
}

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

const logFile = (bureau: DemoBureau): string => join(demoFolder(), `workstation-${bureau.code}.log`);

function startSeen(stage: Stage, args: string[], env: Record<string, string>, bureau: DemoBureau): DemoWorkstation {
  const log = openSync(logFile(bureau), 'a');
  const child = spawn(stage.launcher, args, { env, stdio: ['ignore', log, log], detached: true });
  return { ended: once(child, 'exit'), pictureFolder: undefined, close: () => quit(child) };
}

/** Without a screen the window is opened by Playwright, which can take its picture. */
async function startUnseen(
  stage: Stage,
  args: string[],
  env: Record<string, string>,
  bureau: DemoBureau,
): Promise<DemoWorkstation> {
  const app = await _electron.launch({ executablePath: stage.launcher, args, env, chromiumSandbox: true });
  const child = app.process();
  const log = createWriteStream(logFile(bureau), { flags: 'a' });
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
  await page.screenshot({ path: join(pictureFolder, `${bureau.code}.png`) });
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
