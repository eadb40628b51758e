import { describe, expect, it } from 'vitest';
import { type GatherLimits, gather } from '#hub/services/gather.ts';

const LIMITS: GatherLimits = { group: 3, waiting: 5, lanes: 1 };
const never = () => false;

/** Work whose groups end when the test says so. */
function heldWork() {
  const groups: string[][] = [];
  const ends: (() => void)[] = [];
  const work = async (items: readonly string[]) => {
    groups.push([...items]);
    await new Promise<void>((resolve) => ends.push(resolve));
    return items.map((item) => `${item}!`);
  };
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const endNext = async () => {
    await turn();
    ends.shift()?.();
    await turn();
  };
  return { groups, work, turn, endNext };
}

describe('what arrives together', () => {
  it('goes as one group, what arrives meanwhile as the next, in the order it came and no more than fit', async () => {
    const { groups, work, turn, endNext } = heldWork();
    const ask = gather(LIMITS, () => 'one', work, never);
    const answers = [ask('a'), ask('b')];
    await turn();
    answers.push(ask('c'), ask('d'), ask('e'), ask('f'));
    for (let group = 0; group < 3; group++) await endNext();
    expect(groups).toEqual([['a', 'b'], ['c', 'd', 'e'], ['f']]);
    expect(await Promise.all(answers)).toEqual(['a!', 'b!', 'c!', 'd!', 'e!', 'f!']);
  });

  it('waits for those who were just answered to ask again, so that all go together and not by halves', async () => {
    const { groups, work, turn, endNext } = heldWork();
    const ask = gather({ ...LIMITS, group: 4, patience: 60_000 }, () => 'one', work, never);
    const first = [ask('a'), ask('b')];
    await turn();
    const meanwhile = [ask('c'), ask('d')];
    await endNext();
    await Promise.all(first);
    await turn();
    expect(groups).toEqual([['a', 'b']]);
    const again = [ask('a2'), ask('b2')];
    await endNext();
    expect(await Promise.all([...meanwhile, ...again])).toEqual(['c!', 'd!', 'a2!', 'b2!']);
    expect(groups).toEqual([
      ['a', 'b'],
      ['c', 'd', 'a2', 'b2'],
    ]);
  });

  it('waits a moment only, and one that comes alone after another not at all', async () => {
    const { groups, work, turn, endNext } = heldWork();
    const ask = gather({ ...LIMITS, patience: 5 }, () => 'one', work, never);
    const pair = [ask('a'), ask('b')];
    await endNext();
    await Promise.all(pair);
    const alone = ask('c');
    await turn();
    expect(groups).toEqual([['a', 'b']]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await endNext();
    expect(await alone).toBe('c!');

    const patient = gather({ ...LIMITS, patience: 60_000 }, () => 'one', work, never);
    for (const item of ['d', 'e']) {
      const answer = patient(item);
      await endNext();
      expect(await answer).toBe(`${item}!`);
    }
    expect(groups).toEqual([['a', 'b'], ['c'], ['d'], ['e']]);
  });

  it('is told that the hub is busy when too much waits already, and nothing else suffers', async () => {
    const { work, endNext } = heldWork();
    const ask = gather(LIMITS, () => 'one', work, never);
    const answers = ['a', 'b', 'c', 'd', 'e'].map((item) => ask(item));
    await expect(ask('f')).rejects.toMatchObject({ code: 'busy' });
    await endNext();
    await endNext();
    expect(await Promise.all(answers)).toHaveLength(5);
  });

  it('fails alone where it alone is the trouble', async () => {
    const tried: string[] = [];
    const work = async (items: readonly string[]) => {
      tried.push(items.join(''));
      if (items.includes('bad')) throw new Error('cannot');
      return items;
    };
    const ask = gather(LIMITS, () => 'one', work, never);
    const answers = await Promise.allSettled([ask('a'), ask('bad'), ask('c')]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(tried).toEqual(['abadc', 'a', 'bad', 'c']);
  });

  it('is not tried again one by one when the trouble would meet each', async () => {
    let tried = 0;
    const work = async () => {
      tried += 1;
      throw new Error('the database is gone');
    };
    const ask = gather(
      LIMITS,
      () => 'one',
      work,
      () => true,
    );
    const answers = await Promise.allSettled([ask('a'), ask('b')]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(tried).toBe(1);
  });

  it('keeps to one lane by its key, so that order holds, while other keys go beside it', async () => {
    const running = new Map<string, number>();
    let most = 0;
    const work = async (items: readonly string[]) => {
      const keys = [...new Set(items.map((item) => item[0] ?? ''))];
      for (const key of keys) running.set(key, (running.get(key) ?? 0) + 1);
      most = Math.max(most, ...keys.map((key) => running.get(key) ?? 0));
      await new Promise((resolve) => setTimeout(resolve, 1));
      for (const key of keys) running.set(key, (running.get(key) ?? 0) - 1);
      return items;
    };
    const ask = gather({ group: 2, waiting: 500, lanes: 4 }, (item) => item[0] ?? '', work, never);
    const items = Array.from({ length: 200 }, (_, index) => `${'abcdefgh'[index % 8]}${index}`);
    expect(await Promise.all(items.map((item) => ask(item)))).toEqual(items);
    expect(most).toBe(1);
  });
});
