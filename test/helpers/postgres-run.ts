import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopEmbeddedServer } from '#hub/store/embedded-postgres.ts';

/** Where the tests of one run keep their PostgreSQL; it is started by the first test that asks for a hub. */
export const POSTGRES_FOLDER_VARIABLE = 'NCB_TEST_POSTGRES';

/** vitest global set-up: a folder for the run, and its server stopped and forgotten at the end. */
export async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'ncb-postgres-'));
  process.env[POSTGRES_FOLDER_VARIABLE] = folder;
  return async () => {
    await stopEmbeddedServer(folder);
    await rm(folder, { recursive: true, force: true });
  };
}
