import { normaliseCrockford } from '#shared/protocol/crockford.ts';

/** Two different groups, from chance: whoever only noted the first ones is found out. */
export function askedGroups(count: number): readonly number[] {
  const [a = 0, b = 0] = crypto.getRandomValues(new Uint32Array(2));
  const first = a % count;
  const second = (first + 1 + (b % (count - 1))) % count;
  return [first, second].sort((one, other) => one - other);
}

/** Tolerant of case and of O for 0, I and L for 1, like the key itself. */
export const isSameGroup = (typed: string, group: string): boolean =>
  normaliseCrockford(typed) === normaliseCrockford(group);
