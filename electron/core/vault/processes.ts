import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { errorCode } from '../store/file-system.ts';

/** What the vault has to know about the processes of this computer. */
export interface Processes {
  /** This process's number. */
  readonly pid: number;
  /** Made anew by each process: a number may be given again, as to the only process of a container. */
  readonly incarnation: string;
  isRunning(pid: number): boolean;
  /** Something that two processes with the same number do not share, where the system tells; null where it does not. */
  bornAt(pid: number): string | null;
  /** Milliseconds since the computer started: no setting of the clock changes it. */
  uptimeMs(): number;
  /** Milliseconds from any start, for measuring short times cheaply. */
  monotonicMs(): number;
}

/** Ended, and its parent has not asked for its result yet: it holds nothing any more. */
const ENDED = 'Z';

/** What Linux says of a process (proc(5), /proc/pid/stat, fields 3 and 22); null where there is no such file. */
function procStat(pid: number): { readonly state: string; readonly startTime: string } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state = '', ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state, startTime: rest[18] ?? '' };
  } catch {
    // Another system, or a process that has just gone: the caller's other question decides.
    return null;
  }
}

export const nodeProcesses: Processes = {
  pid: process.pid,
  incarnation: randomUUID(),
  isRunning: (pid) => {
    try {
      process.kill(pid, 0);
      return procStat(pid)?.state !== ENDED;
    } catch (error) {
      return errorCode(error) !== 'ESRCH';
    }
  },
  bornAt: (pid) => procStat(pid)?.startTime ?? null,
  uptimeMs: () => Math.round(uptime() * 1000),
  monotonicMs: () => performance.now(),
};
