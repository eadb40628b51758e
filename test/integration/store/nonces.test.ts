import { expect, it } from 'vitest';
import { hunt } from '#test/harness/store/nonces.ts';
import { product } from '#test/harness/store/product.ts';
import { runs } from '#test/helpers/runs.ts';

const SEALS = runs(20_000, 1_000_000);
const CRASHES = runs(50, 500);

it('no key ever seals twice with one nonce, through commits, checkpoints, crashes and restored folders', async () => {
  const { cases, problems } = await hunt(product, { seals: SEALS, crashes: CRASHES });
  console.log(`Nonces: ${cases} seals, ${CRASHES} crashes`);
  expect(problems).toEqual([]);
  expect(cases).toBeGreaterThanOrEqual(SEALS);
}, 3_600_000);
