import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureDatabase, openEmbeddedServer } from '#hub/store/embedded-postgres.ts';
import { newPostgresFolder, removePostgresFolder } from './postgres-run.ts';
import { killProcessTree } from './process-tree.ts';

const DATABASE = 'hub';

/** A PostgreSQL of a test's own that keeps its promises, as a hub in use has it: the one all tests share keeps none. */
export interface DurablePostgres {
  readonly url: string;
  /** Its data directory. */
  readonly data: string;
  /** `kill -9` of the server and everything it started. */
  kill(): Promise<void>;
  /** The same data under a new server. */
  restart(): Promise<DurablePostgres>;
  close(): Promise<void>;
}

async function open(folder: string): Promise<DurablePostgres> {
  const server = await openEmbeddedServer(folder, { max_connections: '200' });
  await ensureDatabase(server, DATABASE);
  const data = join(folder, 'postgres');
  return {
    url: server.url(DATABASE),
    data,
    kill: async () => {
      const [first = ''] = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n');
      killProcessTree(Number(first));
    },
    restart: () => open(folder),
    close: () => removePostgresFolder(folder),
  };
}

export async function startDurablePostgres(): Promise<DurablePostgres> {
  return open(await newPostgresFolder());
}
