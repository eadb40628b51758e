import { readFileSync } from 'node:fs';
import { processTree } from '#test/helpers/process-tree.ts';

/** Clock ticks of /proc in a second; 100 on every Linux in use. */
const TICKS = 100;

/** Processor time a process and all it started have used, in ms; of those that ended as well, once they were waited for. */
export function cpuOfTree(pid: number): number {
  return processTree(pid).reduce((sum, one) => sum + ticksOf(one.pid), 0) * (1000 / TICKS);
}

/** utime, stime, cutime and cstime: fields 14 to 17 of proc(5), after the name, which may hold spaces. */
function ticksOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at] ?? 0), 0);
  } catch {
    // It ended between the listing and the reading.
    return 0;
  }
}
