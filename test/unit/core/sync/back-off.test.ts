import { describe, expect, it } from 'vitest';
import { backOff } from '#core/sync/back-off.ts';

const MINUTE = 60_000;

/** A die that always falls on the shortest wait, on the longest, or in the middle. */
const falls = (byte: number) => ({ random: { bytes: (length: number) => new Uint8Array(length).fill(byte) } });
const waits = (failures: number, atLeast = 0) => [0, 127, 255].map((byte) => backOff(falls(byte), failures, atLeast));

describe('how long a workstation waits after a failure', () => {
  it('is any time up to a ceiling that doubles, and is 40 s at the longest', () => {
    expect([0, 1, 2, 5, 6, 50].map((failures) => backOff(falls(255), failures))).toEqual([
      1_000, 2_000, 4_000, 32_000, 40_000, 40_000,
    ]);
    expect(waits(3)[0]).toBe(0);
  });

  it.each([5_000, 30_000, 5 * MINUTE])(
    'is no less than the hub asked for (%i ms), and not the same for all',
    (asked) => {
      for (const failures of [0, 3, 10]) {
        const [shortest = 0, middle = 0, longest = 0] = waits(failures, asked);
        expect(shortest).toBe(asked);
        expect(middle).toBeGreaterThan(shortest + 1_000);
        expect(longest).toBeGreaterThan(middle + 1_000);
        expect(longest).toBeLessThanOrEqual(Math.max(40_000, asked + 5_000));
      }
    },
  );
});
