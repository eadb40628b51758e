import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Office, sharedContent } from '#test/helpers/office.ts';
import { officeSteps, takeStep } from '#test/helpers/office-steps.ts';
import { runs } from '#test/helpers/runs.ts';

it('whatever two to four workstations do, and in whatever order it reaches them, their stores end up the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: 4 }), officeSteps, async (count, all) => {
      const office = await Office.open(count);
      try {
        for (const step of all) await takeStep(office, step);
        office.settle();
        expect(new Set(office.stations.map(sharedContent)).size).toBe(1);
        for (const core of office.stations) expect(core.errors).toEqual([]);
      } finally {
        office.close();
      }
    }),
    { numRuns: runs(15, 300) },
  );
}, 600_000);
