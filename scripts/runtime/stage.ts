import { createHash } from 'node:crypto';
import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { cp, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { run, runOrThrow } from '../lib/run.ts';
import { namespaceSandboxWorks, ownSandboxHelper, writeLauncher } from './desk-user.ts';
import type { ElectronRuntime } from './electron-layout.ts';
import { ensureElectronRuntime } from './electron-runtime.ts';
import { cacheFolder, projectRoot, runsAsRoot } from './paths.ts';

const KEPT_STAGES = 4;

export interface Stage {
  /** The program that starts the workstation (see writeLauncher). */
  readonly launcher: string;
  readonly electronVersion: string;
}

/**
 * Lays the built application (out/) into a copy of the runtime, where the user that runs it can read it.
 * One folder per content, so that a running workstation never sees its files change under it.
 */
export async function stageBuiltApp(root: string = projectRoot): Promise<Stage> {
  const runtime = await ensureElectronRuntime();
  const files = builtFiles(root);
  const stages = cacheFolder('stages');
  const folder = join(stages, `${runtime.version}-${contentHash(root, files)}`);
  if (!existsSync(folder)) await fill(folder, runtime, root);
  const now = new Date();
  utimesSync(folder, now, now);
  prune(stages, folder);
  return { launcher: launcherOf(folder, runtime), electronVersion: runtime.version };
}

function launcherOf(folder: string, runtime: ElectronRuntime): string {
  return process.platform === 'linux' ? join(folder, 'launch') : join(folder, 'electron', runtime.executable);
}

function builtFiles(root: string): string[] {
  const out = join(root, 'out');
  if (!existsSync(join(out, 'main', 'main.js')))
    throw new Error('The workstation is not built: out/main/main.js is missing.');
  const folders = ['main', 'preload', 'renderer'];
  return folders.flatMap((name) => filesUnder(join(out, name))).sort();
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function contentHash(root: string, files: readonly string[]): string {
  const hash = createHash('sha256').update(process.platform);
  for (const file of files) hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

async function fill(folder: string, runtime: ElectronRuntime, root: string): Promise<void> {
  const work = await mkdtemp(join(cacheFolder('stages'), 'filling-'));
  const electron = join(work, 'electron');
  await copyRuntime(runtime.folder, electron);
  const app = join(electron, runtime.resources, 'app');
  for (const part of ['main', 'preload', 'renderer']) {
    await cp(join(root, 'out', part), join(app, 'out', part), { recursive: true });
  }
  writeFileSync(join(app, 'package.json'), JSON.stringify(stagedManifest(root), null, 2));
  if (process.platform === 'linux') {
    await writeLauncher(join(work, 'launch'), join(folder, 'electron', runtime.executable));
    await runOrThrow('chmod', ['-R', 'a+rX', work]);
  }
  if (runsAsRoot && !(await namespaceSandboxWorks())) await ownSandboxHelper(join(electron, 'chrome-sandbox'));
  try {
    renameSync(work, folder);
  } catch (error) {
    rmSync(work, { recursive: true, force: true }); // another process staged the same content first
    if (!existsSync(folder)) throw error;
  }
}

/** Hard links where the file system allows: the runtime has 300 MB. */
async function copyRuntime(from: string, to: string): Promise<void> {
  if (process.platform === 'linux' && (await run('cp', ['-al', from, to])).exitCode === 0) return;
  rmSync(to, { recursive: true, force: true });
  await cp(from, to, { recursive: true, verbatimSymlinks: true });
}

function stagedManifest(root: string): Record<string, unknown> {
  const { name, productName, version, type, main } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return { name, productName, version, type, main };
}

function prune(stages: string, current: string): void {
  const old = readdirSync(stages)
    .filter((name) => !name.startsWith('filling-'))
    .map((name) => join(stages, name))
    .filter((path) => path !== current)
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
    .slice(KEPT_STAGES - 1);
  for (const path of old) rmSync(path, { recursive: true, force: true });
}
