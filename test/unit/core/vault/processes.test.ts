import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nodeProcesses } from '#core/vault/processes.ts';

const procFile = (pid: number | undefined, name: string) => readFileSync(`/proc/${pid}/${name}`, 'utf8');

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** A process that has ended, and whose parent never asks for its result. The shell would: it ends only once the parent is `sleep`. */
async function makeZombie(): Promise<{ zombie: number; end: () => void }> {
  const parent = spawn('bash', ['-c', 'sleep 60 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const zombie = await new Promise<number>((resolve) => parent.stdout.once('data', (data) => resolve(Number(data))));
  await until(() => procFile(parent.pid, 'comm') === 'sleep\n');
  process.kill(zombie, 'SIGKILL');
  await until(() => / Z /.test(procFile(zombie, 'stat')));
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
