import { expect, it } from 'vitest';
import { loseNewestSnapshot } from '#test/harness/store/lost-snapshot.ts';
import { product } from '#test/harness/store/product.ts';
import { runs } from '#test/helpers/runs.ts';

it('however the newest snapshot is destroyed, the one before and the journals give everything that was saved', async () => {
  const { cases, problems } = await loseNewestSnapshot(product, runs(100, 2_000));
  console.log(`Newest snapshot destroyed: ${cases} ways and places`);
  expect(problems).toEqual([]);
}, 600_000);
