import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openLogOutput } from '#hub/cli/log-output.ts';

describe('the log of a hub', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function opened() {
    const written: string[] = [];
    const process = new EventEmitter();
    const log = openLogOutput({ write: (text) => written.push(text) }, process as unknown as NodeJS.Process);
    return { log, process, written };
  }

  it('writes what comes within a moment in one go, in its order, and nothing twice', () => {
    const { log, written } = opened();
    log.write('a\n');
    log.write('b\n');
    expect(written).toEqual([]);
    vi.advanceTimersByTime(50);
    log.write('c\n');
    vi.advanceTimersByTime(200);
    expect(written).toEqual(['a\nb\n', 'c\n']);
  });

  it('writes what is left when the process ends', () => {
    const { log, process, written } = opened();
    log.write('last\n');
    process.emit('exit');
    vi.advanceTimersByTime(200);
    expect(written).toEqual(['last\n']);
  });
});
