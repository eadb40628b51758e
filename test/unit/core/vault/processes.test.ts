import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nodeProcesses } from '#core/vault/processes.ts';

/** A shell whose own child has ended, and that never asks for the child's result: a zombie. */
async function makeZombie(): Promise<{ zombie: number; end: () => void }> {
  const parent = spawn('bash', ['-c', 'sleep 0 & echo $!; exec sleep 30'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const zombie = await new Promise<number>((resolve) => parent.stdout.once('data', (data) => resolve(Number(data))));
  const isZombie = () => / Z /.test(readFileSync(`/proc/${zombie}/stat`, 'utf8'));
  while (!isZombie()) await new Promise((resolve) => setTimeout(resolve, 20));
  return { zombie, end: () => parent.kill('SIGKILL') };
}

describe('the processes of this computer', () => {
  it('run, and were born at some time, as long as this one does', () => {
    expect(nodeProcesses.isRunning(process.pid)).toBe(true);
    expect(nodeProcesses.bornAt(process.pid)).toBe(nodeProcesses.bornAt(process.pid));
  });

  it('do not run once they have ended, also before anybody has asked for their result', async () => {
    const { zombie, end } = await makeZombie();
    expect(nodeProcesses.isRunning(zombie)).toBe(false);
    end();
  });
});
