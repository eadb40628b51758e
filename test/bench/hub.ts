/**
 * npm run bench -- hub [--seconds 4] [--connections 1,16,200] [--processes 1,3] [--minutes 10]: durable acceptance of
 * envelopes and database checks per second, over HTTPS with client certificates, against the raw floor of the same
 * PostgreSQL (all its promises on: fsync, synchronous_commit) in the same run; signature check, stream numbers, audit and
 * stored answers included. One envelope in a request, and twenty as a workstation sends them. `--minutes` goes on for so
 * long at 16 connections and watches the memory. The load comes from this process, on the same machine. The last line is
 * JSON.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from '#hub/store/database.ts';
import { ensureDatabase, openEmbeddedServer } from '#hub/store/embedded-postgres.ts';
import type { HubAddress } from '#test/helpers/hub-client.ts';
import { newPostgresFolder, removePostgresFolder } from '#test/helpers/postgres-run.ts';
import { cpuOfTree } from './lib/cpu.ts';
import { rounded } from './lib/figures.ts';
import { type HubLine, openHubLine } from './lib/hub-line.ts';
import { type BenchStation, type BenchWorld, enrolBenchWorld, openBenchDatabase } from './lib/hub-world.ts';
import { memoryOfTree } from './lib/memory.ts';
import { type Floor, measureFloor } from './lib/postgres-floor.ts';
import { measureRate, type Rate } from './lib/rate.ts';

const BATCH = 20;
/** Connections at which the goals are set, and the goals as shares of the floor. */
const GOAL = { connections: 16, acceptance: 0.35, checks: 0.5 } as const;

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '4' },
    connections: { type: 'string', default: '1,16,200' },
    processes: { type: 'string', default: '1,3' },
    minutes: { type: 'string', default: '0' },
  },
});
const numbers = (text: string): number[] => text.split(',').map(Number);
const seconds = Number(options.seconds);

interface HubRun extends HubAddress {
  readonly process: ChildProcess;
}

/** A hub as it is run: a process of its own that writes its log, here to nobody. */
async function startHub(databaseUrl: string, caPem: string): Promise<HubRun> {
  const args = ['--import', 'tsx', 'hub/main.ts', 'serve', '--port', '0'];
  const env = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    HUB_LOG_LEVEL: 'info',
    HUB_ENVELOPES_PER_MINUTE: '100000000',
  };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.on('data', (part) => {
      said += part;
      const found = /answers at (https:\S+)/.exec(said)?.[1];
      if (found) resolve(found);
    });
    child.once('exit', () => reject(new Error(`The hub ended: ${said}`)));
  });
  return { url, caPem, process: child };
}

interface Crew {
  readonly stations: readonly BenchStation[];
  readonly lines: readonly HubLine[];
}

async function openCrew(world: BenchWorld, hubs: readonly HubRun[], connections: number): Promise<Crew> {
  const stations = world.stations.slice(0, connections);
  const lines = await Promise.all(
    stations.map((station, index) => openHubLine(hubs[index % hubs.length] as HubRun, station.identity)),
  );
  return { stations, lines };
}

/** Batches made before the clock starts: what a workstation does is not what is measured. */
async function offeringStep(world: BenchWorld, { stations, lines }: Crew, batch: number, batches: number) {
  const ready: string[][] = [];
  for (const station of stations) {
    const own: string[] = [];
    for (let index = 0; index < batches; index++) {
      const envelopes: string[] = [];
      for (let at = 0; at < batch; at++) envelopes.push(JSON.stringify(await world.nextEnvelope(station)));
      own.push(`{"envelopes":[${envelopes.join(',')}]}`);
    }
    ready.push(own.reverse());
  }
  const step = async (worker: number): Promise<number | null> => {
    const json = ready[worker]?.pop();
    if (!json) return null;
    const answer = await (lines[worker] as HubLine).post('/v1/envelopes', json);
    const accepted = answer.split('"code":"accepted"').length - 1;
    if (accepted !== batch) throw new Error(`Not accepted: ${answer}`);
    return batch;
  };
  // What was made ready and not sent has no number yet: the next step begins where this one ended.
  const settle = () => {
    for (const [index, station] of stations.entries()) station.sequence -= (ready[index]?.length ?? 0) * batch;
  };
  return { step, settle };
}

/** More in a second than a hub on this kind of machine accepts; should they run out, the clock stops. */
const READY_PER_SECOND = { single: 3000, batched: 8000 } as const;

async function measureOffering(world: BenchWorld, crew: Crew, batch: number): Promise<Rate> {
  const perSecond = batch === 1 ? READY_PER_SECOND.single : READY_PER_SECOND.batched;
  const batches = Math.ceil((perSecond * seconds) / crew.lines.length / batch) + 1;
  const offering = await offeringStep(world, crew, batch, batches);
  const rate = await measureRate(crew.lines.length, seconds, offering.step);
  offering.settle();
  return rate;
}

async function measureChecks(world: BenchWorld, { lines }: Crew): Promise<Rate> {
  return measureRate(lines.length, seconds, async (worker) => {
    await (lines[worker] as HubLine).post('/v1/checks', world.nextCheck().json);
    return 1;
  });
}

const share = ({ per_second }: Rate, floor: Rate): number => Math.round((per_second / floor.per_second) * 100) / 100;

/** A rate, with the processor time (ms) the hubs and PostgreSQL spent on each item: what a busy machine changes least. */
async function withCpu(hubs: readonly HubRun[], postgres: number, measure: () => Promise<Rate>) {
  const spent = () =>
    [hubs.reduce((sum, hub) => sum + cpuOfTree(hub.process.pid ?? 0), 0), cpuOfTree(postgres)] as const;
  const [hubBefore, postgresBefore] = spent();
  const rate = await measure();
  const [hubAfter, postgresAfter] = spent();
  const perItem = (ms: number) => Math.round((ms / rate.items) * 1000) / 1000;
  return {
    ...rate,
    hub_cpu_ms: perItem(hubAfter - hubBefore),
    postgres_cpu_ms: perItem(postgresAfter - postgresBefore),
  };
}

async function measureAt(world: BenchWorld, hubs: readonly HubRun[], floor: Floor, postgres: number) {
  const crew = await openCrew(world, hubs, floor.connections);
  await measureChecks(world, crew);
  const single = await withCpu(hubs, postgres, () => measureOffering(world, crew, 1));
  const batched = await withCpu(hubs, postgres, () => measureOffering(world, crew, BATCH));
  const checks = await withCpu(hubs, postgres, () => measureChecks(world, crew));
  for (const line of crew.lines) line.close();
  const result = {
    processes: hubs.length,
    connections: floor.connections,
    acceptance: { ...single, of_floor: share(single, floor.inserts) },
    acceptance_batched: { ...batched, of_floor: share(batched, floor.inserts) },
    checks: { ...checks, of_floor: share(checks, floor.selects) },
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  return result;
}

/** Memory of one hub process under the same load: the mean of each tenth of the time, without the first, in MiB. */
async function watchMemory(world: BenchWorld, hub: HubRun, minutes: number) {
  const crew = await openCrew(world, [hub], GOAL.connections);
  const tenths: number[] = [];
  for (let tenth = 0; tenth < 10; tenth++) {
    const samples: number[] = [];
    const end = performance.now() + minutes * 6000;
    while (performance.now() < end) {
      await measureOffering(world, crew, 1);
      await measureChecks(world, crew);
      samples.push(memoryOfTree(hub.process.pid ?? 0) / 2 ** 20);
    }
    tenths.push(rounded(samples.reduce((sum, one) => sum + one, 0) / samples.length));
  }
  for (const line of crew.lines) line.close();
  const [, second = 1] = tenths;
  const result = { minutes, mebibytes: tenths, growth: Math.round(((tenths.at(-1) ?? 0) / second - 1) * 100) / 100 };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  return result;
}

const TABLES = ['envelopes', 'streams', 'answers', 'audit', 'checks'] as const;

/** What a row takes on the disk, indexes included. */
async function sizesOf(databaseUrl: string): Promise<Record<string, number>> {
  const database = openDatabase(databaseUrl, () => undefined, 1);
  const sizes: Record<string, number> = {};
  for (const table of TABLES) {
    const sql = `select round(pg_total_relation_size($1) / greatest(1, count(*)))::int as bytes from ${table}`;
    sizes[table] = (await database.query<{ bytes: number }>(sql, [table]))[0]?.bytes ?? 0;
  }
  await database.close();
  return sizes;
}

const folder = await newPostgresFolder();
const server = await openEmbeddedServer(folder, { max_connections: '400' });
const hubs: HubRun[] = [];
try {
  await ensureDatabase(server, 'bench');
  const databaseUrl = server.url('bench');
  const { admin, caPem, close } = await openBenchDatabase(databaseUrl);
  const postgres = Number((await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);
  const most = Math.max(...numbers(options.processes));
  for (let index = 0; index < most; index++) hubs.push(await startHub(databaseUrl, caPem));
  const world = await enrolBenchWorld(
    hubs[0] as HubRun,
    admin,
    Math.max(...numbers(options.connections), GOAL.connections),
  );
  const model = JSON.stringify(await world.nextEnvelope(world.stations[0] as BenchStation));
  (world.stations[0] as BenchStation).sequence -= 1;

  const floors: Floor[] = [];
  const runs: Awaited<ReturnType<typeof measureAt>>[] = [];
  for (const connections of numbers(options.connections)) {
    const documentNumber = () => world.nextCheck().documentNumber;
    const floor = await measureFloor(databaseUrl, connections, seconds, { envelope: model, documentNumber });
    process.stdout.write(`floor: ${JSON.stringify(floor)}\n`);
    floors.push(floor);
    for (const count of numbers(options.processes))
      runs.push(await measureAt(world, hubs.slice(0, count), floor, postgres));
  }
  const memory =
    Number(options.minutes) > 0 ? await watchMemory(world, hubs[0] as HubRun, Number(options.minutes)) : null;
  const bytes_per_row = await sizesOf(databaseUrl);
  const whole = (await admin.verifyAudit()).every(({ brokenAt }) => brokenAt === null);
  if (!whole) throw new Error('An audit chain is broken');
  await close();
  const envelope_bytes = model.length;
  process.stdout.write(
    `${JSON.stringify({ envelope_bytes, bytes_per_row, batch: BATCH, seconds, goal: GOAL, floors, runs, memory })}\n`,
  );
} finally {
  for (const hub of hubs) hub.process.kill('SIGTERM');
  await Promise.all(hubs.map(({ process: child }) => (child.exitCode === null ? once(child, 'exit') : null)));
  await removePostgresFolder(folder);
}
process.exit(0);
