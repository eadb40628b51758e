import { spawn } from 'node:child_process';
import { newVault, temporaryFolder } from '#test/helpers/vault.ts';

/** Memory while the process gets into its stride is not growth: samples before this share of the work are left out. */
const WARM_UP = 0.4;

export interface Soak {
  /** Bytes at even distances of the work. */
  readonly samples: readonly number[];
  /** Of the last quarter's median over the first's after the warm-up: 0.05 is 5 %. */
  readonly growth: number;
}

/** Lets one process, from a bundled program, work on one vault for long, and looks at its memory. */
export async function soak(program: string, statements: number, checkpoints: number): Promise<Soak> {
  const folder = temporaryFolder();
  try {
    (await newVault(folder.path)).store.close();
    const output = await outputOf(['--expose-gc', program, folder.path, String(statements), String(checkpoints)]);
    const samples = output.trim().split('\n').map(Number);
    const warm = samples.slice(Math.floor(samples.length * WARM_UP));
    const quarter = Math.ceil(warm.length / 4);
    return { samples, growth: median(warm.slice(-quarter)) / median(warm.slice(0, quarter)) - 1 };
  } finally {
    folder.remove();
  }
}

function outputOf(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let complaints = '';
    child.stdout.on('data', (piece) => {
      output += piece;
    });
    child.stderr.on('data', (piece) => {
      complaints += piece;
    });
    child.once('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`The process ended with ${code}: ${complaints}`));
    });
  });
}

function median(values: readonly number[]): number {
  const ordered = [...values].sort((left, right) => left - right);
  return ordered[Math.floor(ordered.length / 2)] ?? Number.NaN;
}
