import { Dice } from './dice.ts';
import type { RestorableDatabase } from './hub/simulated-hub.ts';
import { judge } from './invariants.ts';
import { newLedger } from './ledger.ts';
import { People } from './people.ts';
import type { Problem } from './problem.ts';
import { afterFourHundredDays } from './replay.ts';
import { stalled, whatWaits } from './stalled-queues.ts';
import type { SimulatedStation } from './station/simulated-station.ts';
import { told } from './told.ts';
import { FaultMaker } from './weather.ts';
import type { PreparedWorld } from './world/prepared-world.ts';
import { World } from './world/world.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** How long it takes people to compare the digits of two workstations. */
const COMPARED_WITHIN = 20 * SECOND;

/** What a person does in a row, and how soon one thing follows the other: mostly before the last has left. */
const MOST_DEEDS_IN_A_ROW = 8;
const DEEDS_APART = 0.6 * SECOND;

/** Queues are empty so soon after everything is well again (promise D2), but for what was queued so shortly before. */
const RESUMES_WITHIN = 60 * SECOND;
const JUST_QUEUED = 15 * SECOND;

/** A colleague who is not the first to bring a file that was asked for waits two minutes for the others. */
const JUDGED_AFTER = 5 * MINUTE;

/** How long the hub of a simulated world keeps a file that every addressed bureau has fetched, or that nothing names: a real one, months. */
const HUB_KEEPS_FILES = 20 * SECOND;

/** What a hub that was put back has lost, and its sender with it, is back so soon: each of a bureau's workstations has had its turn. */
const OFFERED_FOR_OTHERS_WITHIN = 20 * MINUTE;

export interface SeedResult {
  readonly seed: number;
  readonly problems: readonly Problem[];
  readonly traceHash: string;
  readonly trace: readonly string[];
  readonly operations: number;
  readonly stations: number;
}

/** What makes up one seed: everything else follows. */
interface Plan {
  readonly operations: number;
  readonly lasts: number;
  readonly faults: number;
  readonly restoresHub: boolean;
  readonly somebodyJoins: boolean;
  readonly somebodyIsRevoked: boolean;
  /** How often the hub lets go of files. */
  readonly tidyings: number;
}

const drawPlan = (dice: Dice): Plan => ({
  operations: dice.between(205, 265),
  lasts: dice.between(5, 9) * MINUTE,
  faults: dice.between(8, 30),
  restoresHub: dice.chance(0.35),
  somebodyJoins: dice.chance(0.4),
  somebodyIsRevoked: dice.chance(0.4),
  tidyings: dice.between(0, 9),
});

/** Lives one seed from its first operation to its judgement. @param database empty or used: it is filled with the prepared hub */
export async function runSeed(
  prepared: PreparedWorld,
  database: RestorableDatabase,
  seed: number,
): Promise<SeedResult> {
  const dice = new Dice(seed);
  await database.restore(prepared.hub);
  const world = await World.open(prepared, database, dice);
  const plan = drawPlan(dice);
  const ledger = newLedger();
  const people = new People(dice.fork(), ledger, world.bureaus);
  world.trace.note(
    'world',
    `seed ${seed} of world ${prepared.digest.slice(0, 8)}: ${world.stations.map(({ name }) => name).join(' ')}, ${plan.operations} operations`,
  );
  const joining = await planJoining(world, dice, plan);
  await people.letFilesWait(dice.pick(world.stations));
  await live(world, people, dice, plan, joining);
  await heal(world, people);
  const healedAt = world.time.now;
  await world.time.runUntil(healedAt + RESUMES_WITHIN - JUST_QUEUED);
  const waited = await whatWaits(world);
  await world.time.runUntil(healedAt + RESUMES_WITHIN);
  const problems = stalled(waited, await whatWaits(world));
  await world.time.runUntil(healedAt + (plan.restoresHub ? OFFERED_FOR_OTHERS_WITHIN : JUDGED_AFTER));
  problems.push(...(await judge(world, ledger)));
  problems.push(...(await afterFourHundredDays(world)));
  for (const { kind, what } of problems) world.trace.note('world', `${kind.toUpperCase()}: ${what}`);
  for (const station of world.stations) station.stop();
  await world.hub.close();
  const { trace, stations } = world;
  const facts = { operations: ledger.operations, stations: stations.length };
  return { seed, problems, traceHash: trace.hash(), trace: trace.lines, ...facts };
}

/** Who is enrolled in the middle, and when. */
interface Joining {
  readonly station: SimulatedStation;
  readonly at: number;
}

async function live(world: World, people: People, dice: Dice, plan: Plan, joining: Joining | null): Promise<void> {
  const { time } = world;
  const from = time.now;
  const some = (count: number, act: () => void | Promise<void>) => {
    for (let index = 0; index < count; index += 1) time.after(dice.between(5 * SECOND, plan.lasts), act);
  };
  const faults = new FaultMaker(world, dice.fork(), people);
  for (let left = plan.operations; left > 0; ) {
    const deeds = Math.min(left, dice.between(1, MOST_DEEDS_IN_A_ROW));
    left -= deeds;
    some(1, () => sitDown(world, people, dice, deeds));
  }
  some(plan.faults, () => faults.strike());
  some(plan.tidyings, () => tidy(world, dice));
  if (plan.restoresHub) planRestore(world, dice, plan, joining);
  if (plan.somebodyIsRevoked) planRevocation(world, dice, plan, joining);
  await time.runUntil(from + plan.lasts);
}

/** Somebody does several things in a row at one workstation, and goes on at another when its process ends. */
function sitDown({ stations, time }: World, people: People, dice: Dice, deeds: number): void {
  const running = (of: (station: SimulatedStation) => boolean) => stations.filter((one) => one.isRunning && of(one));
  let station = dice.pick(stations);
  for (let deed = 0, at = 0; deed < deeds; deed += 1, at += dice.between(0, DEEDS_APART))
    time.after(at, async () => {
      if (!station.isRunning) station = dice.pick([...running(() => true), station]);
      const colleagues = running((one) => one !== station && one.bureau === station.bureau);
      if (station.isRunning) await people.act(station, colleagues.length > 0 ? dice.pick(colleagues) : null);
    });
}

/** The last workstation of a bureau that has others may be enrolled in the middle. */
async function planJoining(world: World, dice: Dice, plan: Plan): Promise<Joining | null> {
  const station = world.stations.at(-1);
  if (!station || !plan.somebodyJoins || world.stations.length === world.bureaus.length) {
    await world.start(null);
    return null;
  }
  const { workstationId } = world.preparedOf(station);
  const enrol = await world.leaveOut(station);
  await world.start(station);
  const after = dice.between(MINUTE, plan.lasts / 2);
  world.time.after(after, async () => {
    await enrol();
    station.note('joins');
    await station.start();
    world.time.after(COMPARED_WITHIN, () => handKeysOver(world, station, workstationId));
  });
  return { station, at: after };
}

/** Somebody at a workstation that has the bureau's keys compares the digits of the one that has not; until then it is tried again. */
async function handKeysOver(world: World, joined: SimulatedStation, workstationId: string): Promise<void> {
  const [colleague] = world.stations.filter(
    (one) =>
      one !== joined &&
      one.bureau === joined.bureau &&
      !one.isRevoked &&
      one.isRunning &&
      !one.store?.status().readOnly,
  );
  const overview = await colleague?.call('bureau-keys.overview', {});
  const found = overview?.ok ? overview.value.workstations.find(({ id }) => id === workstationId) : undefined;
  if (colleague && found?.state === 'waiting') {
    const { id, fingerprint } = found;
    told(
      colleague,
      `hands the keys to ${joined.name}`,
      await colleague.call('bureau-keys.confirm', { id, fingerprint }),
    );
  }
  const status = await joined.call('status.get', {});
  // Whoever handed them over may be put back to before.
  const waits = !status.ok || status.value.waitingForKeys !== null;
  if (waits || found?.state !== 'holds')
    world.time.after(COMPARED_WITHIN, () => handKeysOver(world, joined, workstationId));
}

/** A workstation is lost, and revoked: the others of its bureau go on under a new key. One at least has the keys to go on with. */
function planRevocation(world: World, dice: Dice, { lasts }: Plan, joining: Joining | null): void {
  const having = world.stations.filter((station) => station !== joining?.station);
  const replaceable = having.filter(({ bureau }) => having.filter((one) => one.bureau === bureau).length > 1);
  if (replaceable.length === 0) return;
  const lost = dice.pick(replaceable);
  world.time.after(dice.between(MINUTE, lasts), () => world.revoke(lost));
}

/**
 * A back-up of the hub is taken at some moment and put back at a later one: what came between is lost to it. Whoever was revoked in between
 * is revoked again before the hub serves, as its administrator is told to; whoever joins has done so before, and need not enrol anew.
 */
function planRestore(world: World, dice: Dice, { lasts }: Plan, joining: Joining | null): void {
  const { time, hub, network, trace } = world;
  const taken = dice.between(Math.max(10 * SECOND, (joining?.at ?? 0) + SECOND), lasts - 2 * MINUTE);
  const putBack = dice.between(taken + 1 * SECOND, Math.min(lasts, taken + 10 * MINUTE));
  let image: Uint8Array | undefined;
  time.after(taken, async () => {
    image = await hub.database.snapshot();
    trace.note('hub', 'back-up taken');
  });
  time.after(putBack, async () => {
    if (!image) return;
    await hub.database.restore(image);
    await hub.admin.beginEpoch();
    await world.revokeAgain();
    network.restartHub();
    network.decisions.forget();
    trace.note('hub', 'restored from the back-up');
  });
}

/** The hub lets go of files that everybody addressed has fetched: those that one workstation did, and not the others, are gone for these. */
async function tidy({ hub, trace }: World, dice: Dice): Promise<void> {
  const chunks = await hub.letGoOfFiles(HUB_KEEPS_FILES, dice.chance(0.4));
  trace.note('hub', `lets go of ${chunks} files`);
}

/** Everything is well again, but the clocks: nobody has set them. */
async function heal(world: World, people: People): Promise<void> {
  world.isHealed = true;
  world.trace.note('world', 'healed');
  world.network.isHubDown = false;
  world.hub.isBusy = false;
  for (const station of world.stations) {
    station.disk.isFull = false;
    station.spare();
    station.line.heal();
    await world.ensureRunning(station);
    await people.letGo(station);
    await people.retryAll(station);
    world.time.after(10 * SECOND, () => people.letGo(station));
    for (const after of [10 * SECOND, 25 * SECOND]) world.time.after(after, () => people.acceptOlderCopy(station));
    for (const after of [20 * SECOND, 70 * SECOND]) world.time.after(after, () => people.askAgain(station));
  }
}
