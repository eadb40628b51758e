import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SEAL_WITHIN_MS, WorkstationLock } from '../../../electron/shell/workstation-lock.ts';

describe('locking the workstation', () => {
  let log: string[];
  let lock: WorkstationLock;
  let inUse: boolean;

  beforeEach(() => {
    vi.useFakeTimers();
    log = [];
    inUse = true;
    lock = new WorkstationLock({
      tellPage: () => log.push('page told'),
      endCore: async () => void log.push('core ended'),
      isInUse: () => inUse,
    });
  });
  afterEach(() => vi.useRealTimers());

  it('waits for the page to seal what is being typed, and no longer than it takes', async () => {
    lock.announce();
    expect(log).toEqual(['page told']);
    vi.advanceTimersByTime(20);
    await lock.lock();
    vi.advanceTimersByTime(10_000);
    expect(log).toEqual(['page told', 'core ended']);
  });

  it('does not wait for a page that hangs', () => {
    lock.announce();
    vi.advanceTimersByTime(SEAL_WITHIN_MS - 1);
    expect(log).toEqual(['page told']);
    vi.advanceTimersByTime(1);
    expect(log).toEqual(['page told', 'core ended']);
  });

  it('by the keys is left to the page, which knows of it already, and done without it after as long', async () => {
    lock.keysPressed();
    vi.advanceTimersByTime(20);
    await lock.lock();
    vi.advanceTimersByTime(10_000);
    expect(log).toEqual(['core ended']);
    lock.keysPressed();
    vi.advanceTimersByTime(SEAL_WITHIN_MS);
    expect(log).toEqual(['core ended', 'core ended']);
  });

  it('by the keys is nothing where nothing is open; the system’s word ends the core even so', () => {
    inUse = false;
    lock.keysPressed();
    vi.advanceTimersByTime(10_000);
    expect(log).toEqual([]);
    lock.announce();
    vi.advanceTimersByTime(SEAL_WITHIN_MS);
    expect(log).toEqual(['page told', 'core ended']);
  });

  it('is not put off by being asked for again and again', () => {
    for (let times = 0; times < 10; times += 1) {
      lock.announce();
      vi.advanceTimersByTime(SEAL_WITHIN_MS / 10);
    }
    expect(log).toEqual(['page told', 'core ended']);
  });

  it('is done at once when a person asks for it, and can be announced again afterwards', async () => {
    await lock.lock();
    expect(log).toEqual(['core ended']);
    lock.announce();
    vi.advanceTimersByTime(SEAL_WITHIN_MS);
    expect(log).toEqual(['core ended', 'page told', 'core ended']);
  });
});
