import { normaliseCrockford } from '#shared/protocol/crockford.ts';

/**
 * Two different groups, in their order: whoever only noted the first ones is found out.
 * @param count how many groups the key has.
 * @param chance two random numbers from 0 to 2^32 - 1.
 */
export function askedGroups(count: number, [a, b]: readonly [number, number]): readonly number[] {
  const first = a % count;
  const second = (first + 1 + (b % (count - 1))) % count;
  return [first, second].sort((one, other) => one - other);
}

/** Tolerant of case and of O for 0, I and L for 1, like the key itself. */
export const isSameGroup = (typed: string, group: string): boolean =>
  normaliseCrockford(typed) === normaliseCrockford(group);
