import { once } from 'node:events';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { buildAndStage } from '../../scripts/lib/build.ts';
import { giveToDeskUser } from '../../scripts/runtime/desk-user.ts';
import { openDisplay } from '../../scripts/runtime/display.ts';
import { killProcessTree } from './process-tree.ts';

const START_TIMEOUT_MS = 60_000;
const CLOSE_TIMEOUT_MS = 15_000;

export interface LaunchOptions {
  /** Folder of this workstation's data; made when missing. Launch again with the same one to restart. */
  readonly profileDir: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface RunningWorkstation {
  readonly app: ElectronApplication;
  /** The first window. */
  readonly page: Page;
  /** Process id of Electron's main process. */
  readonly pid: number;
  /** What it has written to its standard output and error since its window stands. */
  output(): string;
  /** Ends the workstation as a person closing it does. */
  close(): Promise<void>;
  /** Ends the whole process tree with SIGKILL, as a power cut would. Resolves when it is gone. */
  kill9(): Promise<void>;
}

/** The environment variables by which the global setup hands its preparation to the test workers. */
const LAUNCHER = 'NCB_TEST_LAUNCHER';

/**
 * Builds, stages and gets a display, once for all workers; called by the global setup of Playwright.
 * @returns what ends the display again.
 */
export async function prepareWorkstation(): Promise<() => void> {
  const stage = await buildAndStage();
  const display = await openDisplay();
  process.env[LAUNCHER] = stage.launcher;
  if (display.name) process.env.DISPLAY = display.name;
  return () => display.close();
}

/** Starts the real workstation in the real Electron with its sandbox on, and waits for its window. */
export async function launchWorkstation(options: LaunchOptions): Promise<RunningWorkstation> {
  if (!process.env[LAUNCHER]) await prepareWorkstation();
  await giveToDeskUser(options.profileDir);
  const app = await _electron.launch({
    executablePath: process.env[LAUNCHER] ?? '',
    args: [`--profile=${options.profileDir}`, ...(options.args ?? [])],
    env: environment(options.env ?? {}),
    timeout: START_TIMEOUT_MS,
    chromiumSandbox: true,
  });
  const page = await app.firstWindow({ timeout: START_TIMEOUT_MS });
  const child = app.process();
  const pid = child.pid ?? 0;
  const written: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => written.push(String(part)));
  const gone = child.exitCode === null ? once(child, 'exit') : Promise.resolve();
  const kill9 = async () => {
    killProcessTree(pid);
    await gone;
  };
  return { app, page, pid, output: () => written.join(''), close: () => closeInTime(app, kill9), kill9 };
}

function environment(extra: Readonly<Record<string, string>>): Record<string, string> {
  const { NODE_OPTIONS: _options, ELECTRON_RUN_AS_NODE: _asNode, ...inherited } = process.env;
  const entries = Object.entries({ ...inherited, ...extra });
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

async function closeInTime(app: ElectronApplication, kill: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('The workstation did not close in time.')), CLOSE_TIMEOUT_MS);
  });
  try {
    await Promise.race([app.close(), late]);
  } catch (error) {
    await kill();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
