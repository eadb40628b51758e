import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, withLock } from '../lib/lock.ts';
import { projectRoot } from '../runtime/paths.ts';
import { demoFolder, demoNote } from './demo-state.ts';
import { asHubAdmin, hubFolder, seedHub } from './seed-hub.ts';

const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 20_000;
const PREFERRED_PORT = 8443;
const WORLD_VERSION = 1;

export interface DemoHub {
  readonly url: string;
  /** Makes a one-time code with which a new workstation of the bureau enrols. */
  enrolmentCode(bureau: string): Promise<string>;
  /** Ends the hub and its database, unless another `npm start` looks after them. */
  close(): Promise<void>;
}

interface RunningHub {
  readonly pid: number;
  /** The `npm start` that looks after it. */
  readonly keeper: number;
  readonly port: number;
}

const running = demoNote<RunningHub>('hub');
const seeded = demoNote<{ world: number }>('seeded');
const address = demoNote<{ port: number }>('hub-address');

/** The hub of the demonstration: the one that runs, or a new one on an embedded PostgreSQL, filled with the demonstration world. */
export function openDemoHub(): Promise<DemoHub> {
  return withLock(join(demoFolder(), 'hub.lock'), async () => {
    const known = running.read();
    const alive = known !== undefined && isAlive(known.pid) && (await answers(known.port));
    const hub = alive ? known : await startHub();
    if (alive && !isAlive(known.keeper)) running.write({ ...known, keeper: process.pid });
    if (seeded.read()?.world !== WORLD_VERSION) await seed();
    return demoHub(hub);
  });
}

function demoHub({ pid, port }: RunningHub): DemoHub {
  return {
    url: `https://localhost:${port}`,
    enrolmentCode: (bureau) => asHubAdmin((admin) => admin.createEnrolmentCode(bureau)),
    close: async () => {
      if (running.read()?.keeper !== process.pid || !isAlive(pid)) return;
      process.kill(pid, 'SIGTERM');
      await until(() => !isAlive(pid), STOP_TIMEOUT_MS, 'The hub did not end in time.');
    },
  };
}

/** Its own data and nothing else: a database or a secret of somebody's real hub is not for the demonstration. */
function environment(): NodeJS.ProcessEnv {
  const { DATABASE_URL: _database, HUB_SECRET: _secret, ...inherited } = process.env;
  return { ...inherited, NCB_HUB_DATA: hubFolder() };
}

async function startHub(): Promise<RunningHub> {
  const port = await stablePort();
  if ((await isFree(port)) === undefined)
    throw new Error(`Port ${port} of the demonstration's hub is taken by another program.`);
  const logFile = join(demoFolder(), 'hub.log');
  const log = openSync(logFile, 'a');
  process.stdout.write('Starting the hub …\n');
  const child = spawn(process.execPath, ['--import', 'tsx', 'hub/main.ts', 'serve', '--port', String(port)], {
    cwd: projectRoot,
    env: environment(),
    stdio: ['ignore', log, log],
    detached: true, // Ctrl-C is for us: the workstation ends first, then the hub
  });
  const state = { pid: child.pid ?? 0, keeper: process.pid, port };
  running.write(state);
  await until(
    async () => {
      if (child.exitCode !== null) throw new Error(`The hub ended with code ${child.exitCode}; see ${logFile}`);
      return answers(port);
    },
    START_TIMEOUT_MS,
    `The hub gave no answer; see ${logFile}`,
  );
  return state;
}

/** Workstations remember the hub by its address, so it keeps the port it had at first. */
async function stablePort(): Promise<number> {
  const known = address.read();
  if (known) return known.port;
  const port = (await isFree(PREFERRED_PORT)) ?? (await isFree(0)) ?? PREFERRED_PORT;
  address.write({ port });
  return port;
}

function isFree(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const bound = server.address();
      server.close(() => resolve(bound !== null && typeof bound === 'object' ? bound.port : undefined));
    });
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 2_000 });
    const answer = (value: boolean) => {
      socket.destroy();
      resolve(value);
    };
    socket.once('connect', () => answer(true));
    socket.once('timeout', () => answer(false));
    socket.once('error', () => answer(false));
  });
}

async function seed(): Promise<void> {
  process.stdout.write('Filling the hub with the demonstration world …\n');
  await seedHub();
  seeded.write({ world: WORLD_VERSION });
}

async function until(holds: () => boolean | Promise<boolean>, timeoutMs: number, otherwise: string): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(otherwise);
    await sleep(100);
  }
}
