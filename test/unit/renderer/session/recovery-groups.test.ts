import { describe, expect, test } from 'vitest';
import { askedGroups, isSameGroup } from '../../../../renderer/features/session/recovery-groups.ts';

describe('typing back the recovery key', () => {
  test('asks for two different groups of the key, whatever chance says', () => {
    for (const [a, b] of [
      [0, 0],
      [13, 12],
      [5, 4_294_967_295],
      [4_294_967_295, 4_294_967_295],
    ] as const) {
      const [first = -1, second = -1] = askedGroups(14, [a, b]);
      expect(first).not.toBe(second);
      expect(Math.min(first, second)).toBeGreaterThanOrEqual(0);
      expect(Math.max(first, second)).toBeLessThan(14);
    }
  });

  test('forgives case and the letters that look like digits', () => {
    expect(isSameGroup('k7q0', 'K7Q0')).toBe(true);
    expect(isSameGroup('K7QO', 'K7Q0')).toBe(true);
    expect(isSameGroup('K7Q1', 'K7Q0')).toBe(false);
    expect(isSameGroup('', 'K7Q0')).toBe(false);
  });
});
