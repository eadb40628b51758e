import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopEmbeddedServer } from '#hub/store/embedded-postgres.ts';

/** Where the tests of one run keep their PostgreSQL; it is started by the first test that asks for a hub. */
export const POSTGRES_FOLDER_VARIABLE = 'NCB_TEST_POSTGRES';

const PREFIX = 'ncb-postgres-';

/** A folder for the PostgreSQL of this process and those it starts. */
export async function newPostgresFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), PREFIX));
  // Its own user has to get in when root runs the tests.
  await chmod(folder, 0o755);
  await writeFile(join(folder, 'run'), String(process.pid));
  return folder;
}

/** Stops the server of such a folder, if one runs, and forgets it. */
export async function removePostgresFolder(folder: string): Promise<void> {
  await stopEmbeddedServer(folder);
  await rm(folder, { recursive: true, force: true });
}

async function wasLeftBehind(folder: string): Promise<boolean> {
  const run = Number(await readFile(join(folder, 'run'), 'utf8').catch(() => ''));
  if (!run) return false;
  try {
    process.kill(run, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** A run that was killed could not clean up after itself. */
async function removeLeftBehind(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const folder = join(tmpdir(), name);
    if (name.startsWith(PREFIX) && (await wasLeftBehind(folder))) await removePostgresFolder(folder);
  }
}

/** vitest global set-up: a folder for the run, and its server stopped and forgotten at the end. */
export async function setup(): Promise<() => Promise<void>> {
  await removeLeftBehind();
  const folder = await newPostgresFolder();
  process.env[POSTGRES_FOLDER_VARIABLE] = folder;
  return () => removePostgresFolder(folder);
}
