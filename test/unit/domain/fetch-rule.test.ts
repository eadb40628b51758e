import { describe, expect, it } from 'vitest';
import { comesByItself, DEFAULT_FETCH_LIMIT, FETCH_LIMITS } from '#shared/domain/fetch-rule.ts';

describe('a file that the hub has', () => {
  it.each([
    ['up to the limit', 'comes by itself', { size: 20_000_000, isUrgent: false }, 20_000_000, true],
    ['larger than the limit', 'waits', { size: 20_000_001, isUrgent: false }, 20_000_000, false],
    ['of any size, where none is set', 'comes by itself', { size: 2 ** 31, isUrgent: false }, null, true],
    ['of one byte, where nothing is to come', 'waits', { size: 1, isUrgent: false }, 0, false],
    ['of an urgent message, however large', 'comes by itself', { size: 2 ** 31, isUrgent: true }, 0, true],
  ] as const)('%s %s', (_which, _what, file, limit, comes) => {
    expect(comesByItself(file, limit)).toBe(comes);
  });

  it('waits from a size on that people can choose', () => {
    expect(FETCH_LIMITS).toContain(DEFAULT_FETCH_LIMIT);
  });
});
