import { expect, test } from 'vitest';
import { askedWords } from '../../../../renderer/ui/recovery/asked-words.ts';

test('two different words of the recovery key are asked for, whatever chance says', () => {
  for (const [a, b] of [
    [0, 0],
    [23, 22],
    [5, 4_294_967_295],
    [4_294_967_295, 4_294_967_295],
  ] as const) {
    const [first = -1, second = -1] = askedWords(24, [a, b]);
    expect(first).toBeLessThan(second);
    expect(first).toBeGreaterThanOrEqual(0);
    expect(second).toBeLessThan(24);
  }
});
