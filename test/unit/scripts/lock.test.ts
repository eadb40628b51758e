import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isAlive, withLock } from '../../../scripts/lib/lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'ncb-lock-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the lock between development commands', () => {
  it('lets one work at a time', async () => {
    const file = join(folder, 'one');
    const log: string[] = [];
    const work = (name: string) => async () => {
      log.push(`${name} begins`);
      await new Promise((done) => setTimeout(done, 20));
      log.push(`${name} ends`);
    };
    await Promise.all([withLock(file, work('a')), withLock(file, work('b'))]);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
    expect(existsSync(file)).toBe(false);
  });

  it('is released when the work fails', async () => {
    const file = join(folder, 'two');
    await expect(withLock(file, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(existsSync(file)).toBe(false);
  });

  it('is taken over from a process that has ended', async () => {
    const file = join(folder, 'three');
    const noProcess = 2 ** 22 + 1; // above the largest process id of Linux
    expect(isAlive(noProcess)).toBe(false);
    writeFileSync(file, String(noProcess));
    expect(await withLock(file, async () => 'done')).toBe('done');
  });
});
