import { randomUUID } from 'node:crypto';
import { uptime } from 'node:os';
import { errorCode } from '../store/file-system.ts';

/** What the vault has to know about the processes of this computer. */
export interface Processes {
  /** This process's number. */
  readonly pid: number;
  /** Made anew by each process: a number may be given again, as to the only process of a container. */
  readonly incarnation: string;
  isRunning(pid: number): boolean;
  /** Milliseconds since the computer started: no setting of the clock changes it. */
  uptimeMs(): number;
  /** Milliseconds from any start, for measuring short times cheaply. */
  monotonicMs(): number;
}

export const nodeProcesses: Processes = {
  pid: process.pid,
  incarnation: randomUUID(),
  isRunning: (pid) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      return errorCode(error) !== 'ESRCH';
    }
  },
  uptimeMs: () => Math.round(uptime() * 1000),
  monotonicMs: () => performance.now(),
};
