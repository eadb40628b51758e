import { afterAll, expect, it } from 'vitest';
import { killWriters } from '#test/harness/store/killed-writer.ts';
import { bundle, removeBundles } from '#test/harness/store/mutated-bundle.ts';
import { runs } from '#test/helpers/runs.ts';

const KILLS = runs(200, 2_000);

afterAll(removeBundles);

it(
  'loses no acknowledged transaction, shows no half one, and always opens, however often the process is killed',
  async () => {
    const { cases, problems } = await killWriters(await bundle('test/helpers/store-writer.ts'), KILLS);
    console.log(`Killed processes: ${cases}`);
    expect(problems).toEqual([]);
  },
  60_000 + KILLS * 3_000,
);
