import { afterAll, describe, expect, it } from 'vitest';
import { libraryHarnesses, verdictOn } from '#test/harness/store/fault-hunt.ts';
import { removeBundles } from '#test/harness/store/mutated-bundle.ts';
import { plantedFaults } from '#test/harness/store/planted-faults.ts';
import { product } from '#test/harness/store/product.ts';
import { runs } from '#test/helpers/runs.ts';

const MINUTES = 60_000;
const LONG = runs(0, 1) === 1;
const faults = plantedFaults.filter((fault) => LONG || fault.quick);
const caught: string[] = [];

afterAll(() => {
  removeBundles();
  console.log(`Planted faults caught: ${caught.length} of ${faults.length}\n${caught.join('\n')}`);
});

describe('a harness of the store notices that', () => {
  for (const fault of faults) {
    it(fault.name, { timeout: 10 * MINUTES }, async () => {
      const verdict = await verdictOn(fault);
      expect(verdict, `${fault.caughtBy} says nothing`).not.toBeNull();
      caught.push(`  ${fault.name} — ${fault.caughtBy}: ${verdict}`);
    });
  }
});

/** On every change each harness says so in its own test. */
const controls = Object.entries(libraryHarnesses).filter(([name]) => LONG || name === 'replay');

describe('a harness of the store with nothing planted has nothing to say', () => {
  for (const [name, harness] of controls) {
    it(name, { timeout: 10 * MINUTES }, async () => expect(await harness(product)).toBeNull());
  }
});
