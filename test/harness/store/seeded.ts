/** Numbers from 0 (included) to 1 (excluded) that repeat exactly for a seed (mulberry32). For tests only. */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from 0 up to, and without, `below`. */
export const numberBelow = (numbers: () => number, below: number): number => Math.floor(numbers() * below);
