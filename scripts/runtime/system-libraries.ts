import { existsSync } from 'node:fs';
import { run, runOrThrow } from '../lib/run.ts';
import { runsAsRoot } from './paths.ts';

/** Debian packages; where a name changed between releases, either will do. */
const NEEDED: readonly (readonly string[])[] = [
  ['libgtk-3-0', 'libgtk-3-0t64'],
  ['libnss3'],
  ['libasound2', 'libasound2t64'],
  ['libgbm1'],
  ['xvfb'],
  ['fonts-noto-core'],
  ['fonts-noto-cjk'],
  ['util-linux'],
];
const APT_TIMEOUT_MS = 10 * 60_000;

/** On Linux with dpkg: installs what Electron needs as root, else says what to install. Other systems bring it along. */
export async function ensureSystemLibraries(): Promise<void> {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/dpkg-query')) return;
  const missing = await missingPackages();
  if (missing.length === 0) return;
  if (!runsAsRoot) {
    const names = missing.map(([name]) => name).join(' ');
    throw new Error(`System libraries are missing. Install them with:\n  sudo apt-get install -y ${names}`);
  }
  await install(missing);
}

async function missingPackages(): Promise<(readonly string[])[]> {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own placeholders
  const { output } = await run('dpkg-query', ['-W', '-f', '${db:Status-Abbrev}${Package}\\n', ...NEEDED.flat()]);
  const installed = new Set(
    output.split('\n').flatMap((line) => (line.startsWith('ii ') ? [line.slice(3).trim()] : [])),
  );
  return NEEDED.filter((names) => !names.some((name) => installed.has(name)));
}

async function install(missing: readonly (readonly string[])[]): Promise<void> {
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: APT_TIMEOUT_MS };
  process.stdout.write(`Installing system libraries: ${missing.map(([name]) => name).join(' ')} …\n`);
  await runOrThrow('apt-get', ['update', '-qq'], options);
  const names: string[] = [];
  for (const alternatives of missing) names.push(await available(alternatives));
  await runOrThrow('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], options);
}

/** The first of the names this release of Debian can install. */
async function available(alternatives: readonly string[]): Promise<string> {
  for (const name of alternatives) {
    const { output } = await run('apt-cache', ['policy', name]);
    if (/Candidate: (?!\(none\))/.test(output)) return name;
  }
  throw new Error(`No Debian package named ${alternatives.join(' or ')} can be installed.`);
}
