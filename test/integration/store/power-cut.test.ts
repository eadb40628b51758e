import { describe, expect, it } from 'vitest';
import { type CrashState, crashStates } from '#test/harness/store/crash-states.ts';
import { LARGE_LIFE, LIFE_AFTER, randomLife, WHOLE_LIFE } from '#test/harness/store/lives.ts';
import { cutPower, expectationAt, type RecordedLife, recordLife } from '#test/harness/store/power-cut.ts';
import { product } from '#test/harness/store/product.ts';
import { seededNumbers } from '#test/harness/store/seeded.ts';
import type { Known } from '#test/harness/store/vault-life.ts';
import { runs } from '#test/helpers/runs.ts';

const LONG = runs(0, 1) === 1;

/** Of so many disks after a power cut, one is recovered on a recorded disk. */
const RECOVERIES_APART = runs(600, 25);

/** Other lives at each run; a failure names the one it met. */
const FIRST_LIFE = Math.floor(Math.random() * 1_000_000);

/** The supervisor opens it with the passphrase acknowledged last, or with the one that was being set. */
async function recordRecovery({ disk }: CrashState, least: Known, most: Known): Promise<RecordedLife> {
  const begin = (known: Known) => recordLife(product, LIFE_AFTER, { disk, known, run: 200 });
  return begin(least).catch(() => begin({ ...most, content: least.content }));
}

describe('a power cut', () => {
  it('at any moment of the life of a vault leaves one that opens with everything acknowledged', async () => {
    const life = await recordLife(product, WHOLE_LIFE);
    const options = { systematic: true, randomPerCall: runs(0, 40), numbers: seededNumbers(1) };
    const { cases, problems } = await cutPower(product, life, options);
    console.log(`Power cut: ${cases} different disks`);
    expect(problems).toEqual([]);
    expect(cases).toBeGreaterThanOrEqual(700);
  }, 1_200_000);

  it('at any moment of any life leaves one that opens with everything acknowledged', async () => {
    let disks = 0;
    let lives = 0;
    for (; disks < runs(1, 10_000); lives += 1) {
      const numbers = seededNumbers(FIRST_LIFE + lives);
      const life = await recordLife(product, randomLife(numbers));
      const { cases, problems } = await cutPower(product, life, {
        systematic: LONG,
        randomPerCall: runs(1, 3),
        numbers,
      });
      expect(problems, `life ${FIRST_LIFE + lives}`).toEqual([]);
      disks += cases;
    }
    console.log(`Power cut: ${lives} lives from number ${FIRST_LIFE}, ${disks} different disks`);
  }, 3_600_000);

  it('in the midst of a checkpoint of several slices leaves neither half a snapshot nor half a commit', async () => {
    const life = await recordLife(product, LARGE_LIFE);
    const options = { systematic: LONG, randomPerCall: runs(0, 4), numbers: seededNumbers(6) };
    const { cases, problems } = await cutPower(product, life, options);
    console.log(`Power cut during a large checkpoint: ${cases} different disks`);
    expect(problems).toEqual([]);
  }, 1_200_000);

  it('while a vault recovers from a power cut leaves one that recovers', async () => {
    const numbers = seededNumbers(2);
    const life = await recordLife(product, WHOLE_LIFE);
    const states = crashStates(life.recording, { systematic: true, randomPerCall: 1, numbers });
    let cases = 0;
    let recoveries = 0;
    let nth = 0;
    for (const state of states) {
      nth += 1;
      const { least, most } = expectationAt(life, state.calls);
      if (least.content === null || nth % RECOVERIES_APART !== 0) continue;
      const after = await recordRecovery(state, least, most);
      const found = await cutPower(product, after, { systematic: LONG, randomPerCall: 1, numbers });
      recoveries += 1;
      cases += found.cases;
      expect(found.problems, state.what).toEqual([]);
    }
    expect(recoveries).toBeGreaterThan(0);
    console.log(`Power cut during ${recoveries} recoveries: ${cases} different disks`);
  }, 1_200_000);
});
