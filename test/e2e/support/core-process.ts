import { processTree } from '#test/helpers/process-tree.ts';
import type { Station } from './station.ts';

/** Process id of the core of a running workstation: the utility process that runs Node. */
export function coreProcess(station: Station): number {
  const cores = processTree(station.pid).filter(({ commandLine }) => commandLine.includes('node.mojom.NodeService'));
  const [core, ...others] = cores;
  if (!core || others.length > 0) throw new Error(`The workstation has ${cores.length} core processes.`);
  return core.pid;
}

/** Waits until a process has ended. @returns after how many milliseconds. */
export async function untilEnded(pid: number, withinMs: number): Promise<number> {
  const start = Date.now();
  while (isAlive(pid)) {
    if (Date.now() - start > withinMs) throw new Error(`Process ${pid} still runs after ${withinMs} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return Date.now() - start;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
