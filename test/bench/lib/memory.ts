import { readFileSync } from 'node:fs';
import { processTree } from '#test/helpers/process-tree.ts';

/** Memory of a process and all it started, in bytes: proportional set size, so that shared pages are not counted twice. */
export function memoryOfTree(pid: number): number {
  return processTree(pid).reduce((sum, one) => sum + proportionalSetSize(one.pid), 0);
}

function proportionalSetSize(pid: number): number {
  try {
    const [, kilobytes] = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    // It ended between the listing and the reading.
    return 0;
  }
}
