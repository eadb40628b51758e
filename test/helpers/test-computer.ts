import type { Processes } from '#core/vault/processes.ts';

/** A computer on which a test says what runs, since when, and how long the machine is up. */
export class TestComputer implements Processes {
  pid = 100;
  incarnation = 'first';
  running = new Set<number>([100]);
  uptime = 1_000_000;
  isRunning(pid: number): boolean {
    return this.running.has(pid);
  }
  births = new Map<number, string>();
  bornAt(pid: number): string | null {
    return this.births.get(pid) ?? null;
  }
  uptimeMs(): number {
    return this.uptime;
  }
  monotonicMs(): number {
    return this.uptime;
  }
}
