import { expect, it } from 'vitest';
import { liveOnFailingDisk } from '#test/harness/store/failing-disk.ts';
import { product } from '#test/harness/store/product.ts';
import type { Fault } from '#test/helpers/memory-file-system.ts';
import { runs } from '#test/helpers/runs.ts';

const CODES: readonly Fault['code'][] = ['ENOSPC', 'EIO', 'EPERM', 'EBUSY', 'short-write'];
const KINDS = CODES.flatMap((code) => [false, true].map((lasting) => ({ code, lasting })));

/** Every kind at every call in the long run; else every call fails in one of the ways, in turn. */
const kindsAt = (at: number) => (runs(0, 1) === 1 ? KINDS : KINDS.slice(at % KINDS.length).slice(0, 1));

it('a disk that fails at any call loses nothing that was said to be saved, and breaks nothing', async () => {
  const problems: string[] = [];
  let cases = 0;
  for (let at = 1, last = false; !last; at += 1) {
    for (const kind of kindsAt(at)) {
      const found = await liveOnFailingDisk(product, { at, ...kind });
      problems.push(...found.problems);
      cases += 1;
      last = found.calls < at;
    }
  }
  console.log(`Failing disk: ${cases} lives`);
  expect(problems).toEqual([]);
  expect(cases).toBeGreaterThan(runs(300, 3_000));
}, 1_200_000);
