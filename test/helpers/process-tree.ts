import { readdirSync, readFileSync } from 'node:fs';

/** Command lines of a process and all its descendants (Linux: read from /proc). The first is the process itself. */
export function processTree(pid: number): { pid: number; commandLine: string }[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? parentOf(Number(name)) : undefined;
    if (parent !== undefined) parents.set(Number(name), parent);
  }
  const tree = [pid];
  for (const member of tree) for (const [child, parent] of parents) if (parent === member) tree.push(child);
  return tree.map((member) => ({ pid: member, commandLine: commandLineOf(member) }));
}

/** `kill -9` for a process and all its descendants. */
export function killProcessTree(pid: number): void {
  for (const member of processTree(pid)) {
    try {
      process.kill(member.pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

function parentOf(pid: number): number | undefined {
  const stat = read(`/proc/${pid}/stat`);
  const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return afterName[1] ? Number(afterName[1]) : undefined;
}

const commandLineOf = (pid: number): string => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // the process has ended
  }
}
