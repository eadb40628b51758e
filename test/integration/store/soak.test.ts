import { afterAll, expect, it } from 'vitest';
import { bundle, removeBundles } from '#test/harness/store/mutated-bundle.ts';
import { soak } from '#test/harness/store/soak.ts';
import { runs } from '#test/helpers/runs.ts';

const STATEMENTS = runs(30_000, 1_000_000);
const CHECKPOINTS = runs(30, 1_000);
const MOST_GROWTH = 0.1;

afterAll(removeBundles);

it('one process that commits and checkpoints for long needs no more memory at the end than at the beginning', async () => {
  const { samples, growth } = await soak(await bundle('test/helpers/store-soak.ts'), STATEMENTS, CHECKPOINTS);
  const megabytes = samples.map((bytes) => Math.round(bytes / 2 ** 20)).join(' ');
  console.log(
    `Soak: ${STATEMENTS} statements, ${CHECKPOINTS} checkpoints, MiB ${megabytes}, growth ${growth.toFixed(3)}`,
  );
  expect(growth).toBeLessThan(MOST_GROWTH);
}, 3_600_000);
