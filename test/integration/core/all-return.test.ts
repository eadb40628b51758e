import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { returnAtOnce } from '#test/helpers/returning-workstations.ts';
import { runs } from '#test/helpers/runs.ts';

const WORKSTATIONS = runs(24, 500);
const ITEMS = runs(20, 200);

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.close());

it(
  'workstations that come back all at once, each with a full outbox, empty it, and nobody is shown an error',
  async () => {
    const { items, ms, retries, refused, floorMs } = await returnAtOnce(hub, WORKSTATIONS, ITEMS);
    expect(refused).toEqual([]);
    expect(items).toBe(WORKSTATIONS * ITEMS);
    const streams = await hub.database.query<{ n: number }>('select count(*)::int as n from streams');
    expect(streams).toEqual([{ n: 2 * items }]);
    const times = (ms / floorMs).toFixed(1);
    console.log(
      `${WORKSTATIONS} workstations, ${items} items: ${Math.round(ms)} ms, ${retries} retries; ${times} × the floor`,
    );
  },
  120_000 + WORKSTATIONS * ITEMS * 50,
);
