import { expect, it } from 'vitest';
import { QuietWork, type Slices } from '#core/upkeep/quiet-work.ts';
import { TestTime } from '#test/helpers/test-time.ts';

function* slices(log: string[], name: string, quiet: readonly number[]): Slices {
  for (const ms of quiet) {
    yield ms;
    log.push(name);
  }
}

it('work beside the answers begins late, goes slice by slice, and waits for a pause where it must', () => {
  const time = new TestTime();
  const log: string[] = [];
  const quiet = new QuietWork(time, () => log.push('failed'));
  quiet.run([slices(log, 'small', [0, 0]), slices(log, 'large', [100])], 50);
  time.pass(49);
  expect(log).toEqual([]);
  quiet.noteCall();
  time.pass(10);
  expect(log).toEqual(['small', 'small']);
  time.pass(60);
  quiet.noteCall();
  time.pass(99);
  expect(log).toHaveLength(2);
  time.pass(10);
  expect(log).toEqual(['small', 'small', 'large']);
});

it('work that fails is given up and told, and holds up no other', () => {
  const time = new TestTime();
  const log: string[] = [];
  const quiet = new QuietWork(time, () => log.push('failed'));
  const failing = (function* (): Slices {
    yield 0;
    throw new Error('broken');
  })();
  quiet.run([failing, slices(log, 'next', [0])], 0);
  time.pass(10);
  expect(log).toEqual(['failed', 'next']);
});

it('nothing runs any more once it was stopped', () => {
  const time = new TestTime();
  const log: string[] = [];
  const quiet = new QuietWork(time, () => undefined);
  quiet.run([slices(log, 'late', [0])], 50);
  quiet.stop();
  time.pass(1000);
  expect(log).toEqual([]);
});
