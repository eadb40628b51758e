import type { Problem } from './problem.ts';
import type { World } from './world/world.ts';

const DAY = 24 * 60 * 60 * 1000;

/** How many of the offers that reached the hub are sent once more. */
const REPLAYED = 12;

/** Long after, what reached the hub reaches it again: nothing may come of it (promise D6). */
export async function afterFourHundredDays(world: World): Promise<Problem[]> {
  const { time, network, hub } = world;
  for (const station of world.stations) station.kill(false);
  time.now += 400 * DAY;
  const before = await effects(world);
  const step = Math.max(1, Math.floor(network.offers.length / REPLAYED));
  for (const [index, { request, fingerprint }] of network.offers.entries()) {
    if (index % step === 0) await hub.answer(request, fingerprint);
  }
  const after = await effects(world);
  return after === before ? [] : [{ kind: 'duplicated', what: `replays after 400 days: ${before} became ${after}` }];
}

async function effects({ hub }: World): Promise<string> {
  const [row] = await hub.database.query<{ envelopes: number; entries: number; answers: number }>(
    `select (select count(*) from envelopes) as envelopes, (select count(*) from streams) as entries,
            (select count(*) from answers) as answers`,
  );
  return JSON.stringify(row);
}
