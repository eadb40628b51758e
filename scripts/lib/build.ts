import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../runtime/paths.ts';
import { type Stage, stageBuiltApp } from '../runtime/stage.ts';
import { withLock } from './lock.ts';
import { runOrThrow } from './run.ts';

const SOURCES = ['electron', 'renderer', 'shared', 'resources'];
const SETTINGS = ['electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json'];
const out = join(projectRoot, 'out');
const stamp = join(out, '.sources');

/** Builds the workstation into out/ when its sources differ from those of the last build. */
export async function buildWorkstation(): Promise<void> {
  await withLock(join(out, '.building'), buildWhenStale);
}

/** Builds when needed and lays the result where the desk user can run it. */
export function buildAndStage(): Promise<Stage> {
  return withLock(join(out, '.building'), async () => {
    await buildWhenStale();
    return stageBuiltApp();
  });
}

async function buildWhenStale(): Promise<void> {
  const sources = hashOfSources();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
  process.stdout.write('Building the workstation …\n');
  const electronVite = join(projectRoot, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  await runOrThrow(process.execPath, [electronVite, 'build', '--logLevel', 'warn'], { cwd: projectRoot });
  writeFileSync(stamp, sources);
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  const files = SOURCES.flatMap((folder) => filesUnder(join(projectRoot, folder)));
  for (const file of [...files.sort(), ...SETTINGS.map((name) => join(projectRoot, name))]) {
    hash.update(file.slice(projectRoot.length)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
