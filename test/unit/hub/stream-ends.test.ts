import { describe, expect, it } from 'vitest';
import { openStreamEnds } from '#hub/services/stream-ends.ts';
import type { Database } from '#hub/store/database.ts';

const EPOCH = '01930000-0000-7000-8000-000000000000';

/** A database that answers each question when it is told to, with the head as it is then. */
function slowDatabase() {
  const asked: string[][] = [];
  const answers: (() => void)[] = [];
  const heads = new Map([
    ['UTO', 3],
    ['RUR', 0],
  ]);
  const query = (_sql: string, [bureaus]: [string[]]) =>
    new Promise((resolve) => {
      asked.push(bureaus);
      const rows = bureaus.map((bureau) => ({ bureau, epoch: EPOCH, head: heads.get(bureau) ?? 0 }));
      answers.push(() => resolve(rows));
    });
  return { asked, answers, heads, database: { query } as unknown as Database };
}

const aTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('where the stream of a bureau ends', () => {
  it('is asked of the database once for all who ask in one moment', async () => {
    const { database, asked, answers } = slowDatabase();
    const ends = openStreamEnds({ database });
    const lines = Array.from({ length: 50 }, (_, line) => ends(line % 2 === 0 ? 'UTO' : 'RUR'));
    await aTurn();
    await aTurn();
    expect(asked).toEqual([['UTO', 'RUR']]);
    answers.shift()?.();
    expect(new Set((await Promise.all(lines)).map(({ head }) => head))).toEqual(new Set([3, 0]));
  });

  it('is never told from an answer that was under way when it was asked', async () => {
    const { database, heads, answers } = slowDatabase();
    const ends = openStreamEnds({ database });
    const first = ends('UTO');
    await aTurn();
    await aTurn();
    heads.set('UTO', 4);
    const second = ends('UTO');
    answers.shift()?.();
    expect((await first).head).toBe(3);
    await aTurn();
    await aTurn();
    answers.shift()?.();
    expect((await second).head).toBe(4);
  });
});
