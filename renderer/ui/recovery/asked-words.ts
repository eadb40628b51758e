/**
 * Two different places among the words, in their order: whoever only noted the first ones is found out.
 * @param count how many words the key has.
 * @param chance two random numbers from 0 to 2^32 - 1.
 */
export function askedWords(count: number, [a, b]: readonly [number, number]): readonly number[] {
  const first = a % count;
  const second = (first + 1 + (b % (count - 1))) % count;
  return [first, second].sort((one, other) => one - other);
}
