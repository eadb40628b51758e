import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundle, removeBundles } from '#test/harness/store/mutated-bundle.ts';
import { seededNumbers } from '#test/harness/store/seeded.ts';
import { runs } from '#test/helpers/runs.ts';
import { openTwoBureaus, subjectsAt, type TwoBureaus, untilSent, untilTrue } from '#test/helpers/two-bureaus.ts';

const KILLS = runs(6, 200);
/** After its first word a sender lives up to this long (ms). */
const LONGEST_LIFE_MS = 400;

let world: TwoBureaus;
let program: string;
const random = seededNumbers(20_310_504);

beforeAll(async () => {
  program = await bundle('test/helpers/sending-process.ts');
  world = await openTwoBureaus();
});
afterAll(async () => {
  await world.close();
  removeBundles();
});

/** Starts the sender, kills it at a random moment, and returns the ids it has acknowledged. */
async function killedSender(folder: string, first: number): Promise<string[]> {
  const child = spawn(process.execPath, [program, folder, String(first)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let complaints = '';
  child.stderr.on('data', (piece) => {
    complaints += piece;
  });
  child.stdout.on('data', (piece) => {
    if (output === '') setTimeout(() => child.kill('SIGKILL'), random() * LONGEST_LIFE_MS);
    output += piece;
  });
  await new Promise((resolve) => child.once('close', resolve));
  if (output === '') throw new Error(`The sender said nothing: ${complaints}`);
  return output.split('\n').slice(0, -1);
}

it(
  'a workstation that is killed while it sends, again and again, loses nothing it said was in the outbox and sends nothing twice',
  async () => {
    const { utopia, ruritania, hub } = world;
    utopia.lock();
    const acknowledged: string[] = [];
    for (let kill = 0; kill < KILLS; kill += 1)
      acknowledged.push(...(await killedSender(utopia.folder, acknowledged.length + kill)));
    await utopia.signInAgain();
    await untilSent(utopia, 120_000);

    const sql = `select document->>'id' as id from envelopes where bureau = 'UTO' and document->>'kind' = 'message'`;
    const sent = (await hub.database.query<{ id: string }>(sql)).map(({ id }) => id);
    expect(new Set(sent).size).toBe(sent.length);
    expect(acknowledged.filter((id) => !sent.includes(id))).toEqual([]);
    await untilTrue(async () => (await ruritania.call('message.list', { box: 'inbox' })).total >= sent.length);
    const arrived = await subjectsAt(ruritania);
    expect(arrived).toHaveLength(sent.length);
    console.log(`Killed senders: ${KILLS}; acknowledged: ${acknowledged.length}; arrived: ${arrived.length}`);
  },
  120_000 + KILLS * 10_000,
);
