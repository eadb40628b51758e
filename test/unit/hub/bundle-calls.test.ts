import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bundleCalls } from '#hub/services/bundle-calls.ts';

describe('calls that are bundled', () => {
  let called: string[][];
  let now: number;

  beforeEach(() => {
    vi.useFakeTimers();
    called = [];
    now = 0;
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const open = (within = 100) => bundleCalls(within, (names) => called.push([...names]));
  const at = (ms: number) => {
    vi.advanceTimersByTime(ms - now);
    now = ms;
  };

  it('go out at once when nobody was called just before, each name once', () => {
    const { call } = open();
    call(['UTO', 'RUR', 'UTO']);
    expect(called).toEqual([['UTO', 'RUR']]);
  });

  it('go out once more at the end for all that came meanwhile, together, and then not again', () => {
    const { call } = open();
    call(['UTO']);
    at(10);
    call(['UTO', 'RUR']);
    at(20);
    call(['RUR', 'UTO']);
    expect(called).toEqual([['UTO'], ['RUR']]);
    at(100);
    expect(called).toEqual([['UTO'], ['RUR'], ['UTO', 'RUR']]);
    at(1000);
    expect(called).toHaveLength(3);
    call(['UTO']);
    expect(called.at(-1)).toEqual(['UTO']);
  });

  it('go on one by one, as long as more comes', () => {
    const { call } = open();
    for (let ms = 0; ms < 1000; ms += 10) {
      at(ms);
      call(['UTO']);
    }
    at(2000);
    expect(called).toHaveLength(11);
  });

  it('go out before the end when there will be nobody to send them', () => {
    const { call, flush } = open();
    call(['UTO']);
    call(['UTO']);
    flush();
    expect(called).toEqual([['UTO'], ['UTO']]);
    at(1000);
    expect(called).toHaveLength(2);
  });

  it('go out one by one where nothing is to be waited for', () => {
    const { call } = open(0);
    call(['UTO']);
    call(['UTO']);
    expect(called).toEqual([['UTO'], ['UTO']]);
  });
});
