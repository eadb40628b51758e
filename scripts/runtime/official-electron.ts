import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { run } from '../lib/run.ts';
import type { ElectronRuntime } from './electron-layout.ts';
import { cacheFolder } from './paths.ts';

const INSTALLER_MINIMUM_NODE = [22, 12] as const;
const CONNECT_TIMEOUT_MS = 4_000;
const DOWNLOAD_TIMEOUT_MS = 10 * 60_000;
const REMEMBER_FAILURE_MS = 24 * 60 * 60_000;

type Official = { readonly runtime: ElectronRuntime } | { readonly missing: string };

/**
 * The runtime of the `electron` package pinned in package.json: the one already downloaded, or a download by the
 * package's own installer. A failure is remembered for a day, so that a machine without that network does not wait.
 */
export async function officialElectron(): Promise<Official> {
  const packageFolder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  const found = () => downloaded(packageFolder, version);
  const before = found();
  if (before) return { runtime: before };
  const refusal = nodeTooOld() ?? rememberedFailure(version) ?? (await download(packageFolder, version));
  if (refusal) return { missing: `Electron ${version}: ${refusal}` };
  const after = found();
  return after ? { runtime: after } : { missing: `Electron ${version}: the installer left no runtime` };
}

function downloaded(packageFolder: string, version: string): ElectronRuntime | undefined {
  const folder = join(packageFolder, 'dist');
  const { executable, resources } = layout();
  if (!existsSync(join(folder, executable)) || !existsSync(join(folder, 'version'))) return undefined;
  const present = readFileSync(join(folder, 'version'), 'utf8').trim().replace(/^v/, '');
  return present === version ? { folder, executable, resources, version, origin: `electron@${version}` } : undefined;
}

function layout(): Pick<ElectronRuntime, 'executable' | 'resources'> {
  if (process.platform === 'win32') return { executable: 'electron.exe', resources: 'resources' };
  if (process.platform !== 'darwin') return { executable: 'electron', resources: 'resources' };
  return { executable: 'Electron.app/Contents/MacOS/Electron', resources: 'Electron.app/Contents/Resources' };
}

function nodeTooOld(): string | undefined {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [wantedMajor, wantedMinor] = INSTALLER_MINIMUM_NODE;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return undefined;
  return `its installer needs Node ${INSTALLER_MINIMUM_NODE.join('.')} or newer, this is ${process.versions.node}`;
}

const failureNote = (version: string): string => join(cacheFolder('electron'), `official-${version}.failed`);

function rememberedFailure(version: string): string | undefined {
  const note = failureNote(version);
  if (!existsSync(note) || Date.now() - statSync(note).mtimeMs > REMEMBER_FAILURE_MS) return undefined;
  return `${readFileSync(note, 'utf8')} (tried within the last day; delete ${note} to try again)`;
}

async function download(packageFolder: string, version: string): Promise<string | undefined> {
  const mirror = new URL(process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? 'https://github.com');
  const reason = (await reachable(mirror)) ? await install(packageFolder) : `${mirror.host} cannot be reached`;
  if (reason) writeFileSync(failureNote(version), reason);
  return reason;
}

async function install(packageFolder: string): Promise<string | undefined> {
  process.stdout.write('Downloading the Electron runtime …\n');
  const { exitCode, output } = await run(process.execPath, [join(packageFolder, 'install.js')], {
    timeoutMs: DOWNLOAD_TIMEOUT_MS,
  });
  return exitCode === 0 ? undefined : `its installer failed: ${output.trim().split('\n')[0]}`;
}

function reachable(url: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: url.hostname, port: Number(url.port) || 443, timeout: CONNECT_TIMEOUT_MS });
    const answer = (value: boolean) => {
      socket.destroy();
      resolve(value);
    };
    socket.once('connect', () => answer(true));
    socket.once('timeout', () => answer(false));
    socket.once('error', () => answer(false));
    setTimeout(() => answer(false), CONNECT_TIMEOUT_MS).unref();
  });
}
