import { ensureDatabase, openEmbeddedServer } from '../store/embedded-postgres.ts';

/** Where the hub's data are: a server of one's own, or the embedded one. */
export interface Connection {
  readonly databaseUrl: string;
  /** In words, without the password. */
  readonly described: string;
  close(): Promise<void>;
}

const DEFAULT_FOLDER = '.local/hub';
const DATABASE = 'hub';

function withoutPassword(url: string): string {
  const parsed = new URL(url);
  parsed.password = '';
  return parsed.href;
}

/** DATABASE_URL if set; else the embedded PostgreSQL in NCB_HUB_DATA, started if no other command has. */
export async function connect(environment: NodeJS.ProcessEnv): Promise<Connection> {
  const given = environment.DATABASE_URL;
  if (given) return { databaseUrl: given, described: withoutPassword(given), close: async () => undefined };
  const folder = environment.NCB_HUB_DATA ?? DEFAULT_FOLDER;
  const server = await openEmbeddedServer(folder);
  await ensureDatabase(server, DATABASE);
  return { databaseUrl: server.url(DATABASE), described: `embedded PostgreSQL in ${folder}`, close: server.close };
}
