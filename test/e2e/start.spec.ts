import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { processTree } from '../helpers/process-tree.ts';

const projectRoot = resolve(import.meta.dirname, '../..');
const START_TIMEOUT_MS = 120_000;

interface Demonstration {
  readonly process: ChildProcess;
  readonly output: () => string;
}

/** `npm start` without a display, its data in a folder of its own. Resolves when it says that the workstation is open. */
async function start(folder: string, ...args: string[]): Promise<Demonstration> {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...env } = process.env;
  const child = spawn(process.execPath, ['scripts/bootstrap.mjs', 'start', ...args], {
    cwd: projectRoot,
    env: { ...env, NCB_DEMO_DIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  child.stderr.on('data', (chunk) => {
    text += chunk;
  });
  await expect
    .poll(() => (child.exitCode !== null || text.includes('Ctrl-C ends everything') ? 'settled' : text), {
      timeout: START_TIMEOUT_MS,
    })
    .toBe('settled');
  expect(child.exitCode, text).toBeNull();
  return { process: child, output: () => text };
}

async function end({ process: child }: Demonstration, signal: NodeJS.Signals): Promise<void> {
  const gone = once(child, 'exit');
  child.kill(signal);
  expect((await gone)[0]).toBe(0);
}

/** Living processes whose command line names the folder: workstations, PostgreSQL. */
function left(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => processTree(Number(name))[0]?.commandLine ?? '')
    .filter((commandLine) => commandLine.includes(folder));
}

test.describe('npm start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ncb-demo-'));
  chmodSync(folder, 0o755); // PostgreSQL and Electron may run as other users
  test.afterAll(() => rmSync(folder, { recursive: true, force: true }));
  test.setTimeout(300_000);

  test('fills a new hub, opens an enrolled workstation, prints its accounts, and ends without leaving a process', async () => {
    const demonstration = await start(folder);
    expect(demonstration.output()).toContain('NCB Utopia is open');
    expect(demonstration.output()).toMatch(/officer\s+demo-[a-z]+-[a-z]+-\d+/);
    expect(statSync(join(folder, 'pictures', 'UTO.png')).size).toBeGreaterThan(5_000);
    expect(existsSync(join(folder, 'workstations', 'UTO', 'vault', 'keys-a.ncb'))).toBe(true);
    expect(left(folder)).not.toEqual([]);
    await end(demonstration, 'SIGTERM');
    expect(left(folder)).toEqual([]);
  });

  test('starts again with the same data in seconds, and another bureau beside it at the same hub', async () => {
    const keys = readFileSync(join(folder, 'workstations', 'UTO', 'vault', 'keys-a.ncb'));
    const utopia = await start(folder);
    expect(utopia.output()).not.toContain('Filling the hub');
    expect(utopia.output()).not.toContain('Enrolling');
    expect(readFileSync(join(folder, 'workstations', 'UTO', 'vault', 'keys-a.ncb')).equals(keys)).toBe(true);

    const ruritania = await start(folder, '--bureau', 'ruritania');
    expect(ruritania.output()).not.toContain('Starting the hub');
    expect(ruritania.output()).toContain('Enrolling a workstation of NCB Ruritania');
    await end(ruritania, 'SIGINT');
    expect(left(join(folder, 'hub'))).not.toEqual([]);
    await end(utopia, 'SIGINT');
    expect(left(folder)).toEqual([]);
  });
});
