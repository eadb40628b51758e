import { type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface RunResult {
  readonly exitCode: number;
  /** Standard output and standard error, in the order they came. */
  readonly output: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds after which the process is killed; the exit code is then 124. */
  readonly timeoutMs?: number;
  /** Pass the output on to the console as well. */
  readonly echo?: boolean;
}

/** Runs a program without a shell and waits for its end. Never throws for a failing program; a missing one gives exit code 127. */
export async function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const spawnOptions: SpawnOptions = { stdio: ['ignore', 'pipe', 'pipe'], shell: false };
  if (options.cwd) spawnOptions.cwd = options.cwd;
  if (options.env) spawnOptions.env = options.env;
  const child = spawn(program, args, spawnOptions);
  const chunks: Buffer[] = [];
  const keep = (target: NodeJS.WriteStream) => (chunk: Buffer) => {
    chunks.push(chunk);
    if (options.echo) target.write(chunk);
  };
  child.stdout?.on('data', keep(process.stdout));
  child.stderr?.on('data', keep(process.stderr));
  let timedOut = false;
  const timer = options.timeoutMs
    ? setTimeout(() => {
        timedOut = true;
        child.kill('SIGKILL');
      }, options.timeoutMs)
    : undefined;
  const failure = await Promise.race([once(child, 'close').then(() => undefined), once(child, 'error')]);
  clearTimeout(timer);
  const output = Buffer.concat(chunks).toString('utf8');
  if (failure) return { exitCode: 127, output: `${output}${String(failure[0])}` };
  return { exitCode: timedOut ? 124 : (child.exitCode ?? 1), output };
}

/** Like {@link run}, but throws with the program's output when it fails. */
export async function runOrThrow(program: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { exitCode, output } = await run(program, args, options);
  if (exitCode !== 0) throw new Error(`${program} ${args.join(' ')} failed (${exitCode}):\n${output.trim()}`);
  return output;
}

/** Runs npm: the one that runs this script, if one does (Windows starts no `npm` without a shell). */
export function runNpm(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const npm = process.env.npm_execpath;
  return npm ? run(process.execPath, [npm, ...args], options) : run('npm', args, options);
}
