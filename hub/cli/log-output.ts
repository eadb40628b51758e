/** What is logged within so long (ms) is written together: a system call for each line is a tenth of a small request. */
const TOGETHER = 50;

export interface LogOutput {
  write(line: string): void;
}

/** Gathers the lines of the log and writes them in one go, at the latest when the process ends. */
export function openLogOutput(output: LogOutput, process: Pick<NodeJS.Process, 'once'>): LogOutput {
  let lines = '';
  const writeOut = () => {
    if (lines !== '') output.write(lines);
    lines = '';
  };
  process.once('exit', writeOut);
  return {
    write: (line) => {
      if (lines === '') setTimeout(writeOut, TOGETHER).unref();
      lines += line;
    },
  };
}
