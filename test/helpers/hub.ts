import { randomUUID } from 'node:crypto';
import { type HubOptions, type RunningHub, startHub } from '#hub/start-hub.ts';
import { ensureDatabase, openEmbeddedServer } from '#hub/store/embedded-postgres.ts';
import type { BureauRole } from '#shared/domain/role.ts';
import { newPostgresFolder, POSTGRES_FOLDER_VARIABLE, removePostgresFolder } from './postgres-run.ts';

interface InventedBureau {
  readonly code: string;
  readonly names: { readonly en: string; readonly fr: string; readonly es: string; readonly ar: string };
  readonly role: BureauRole;
}

/** The four invented bureaus of every test and demonstration. */
export const inventedBureaus: readonly InventedBureau[] = [
  {
    code: 'GSE',
    names: { en: 'General Secretariat', fr: 'Secrétariat général', es: 'Secretaría General', ar: 'الأمانة العامة' },
    role: 'general-secretariat',
  },
  {
    code: 'UTO',
    names: { en: 'NCB Utopia', fr: 'BCN Utopie', es: 'OCN Utopía', ar: 'المكتب المركزي الوطني يوتوبيا' },
    role: 'national-central-bureau',
  },
  {
    code: 'RUR',
    names: { en: 'NCB Ruritania', fr: 'BCN Ruritanie', es: 'OCN Ruritania', ar: 'المكتب المركزي الوطني روريتانيا' },
    role: 'national-central-bureau',
  },
  {
    code: 'ZUB',
    names: { en: 'NCB Zubrovia', fr: 'BCN Zubrovie', es: 'OCN Zubrovia', ar: 'المكتب المركزي الوطني زوبروفيا' },
    role: 'national-central-bureau',
  },
];

/** What a test loses when the machine loses power does not matter. */
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' };

interface TestDatabase {
  readonly url: string;
  /** Ends what was started for this database alone. */
  close(): Promise<void>;
}

/** Outside vitest (a benchmark, a browser test) nobody has set a folder up: one is made, and removed with the database. */
async function openTestDatabase(): Promise<TestDatabase> {
  const given = process.env[POSTGRES_FOLDER_VARIABLE];
  const folder = given ?? (await newPostgresFolder());
  const server = await openEmbeddedServer(folder, FAST);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await ensureDatabase(server, name);
  return { url: server.url(name), close: async () => (given ? undefined : removePostgresFolder(folder)) };
}

/** A connection string of a new, empty database on the PostgreSQL of this vitest run. */
export async function newTestDatabase(): Promise<string> {
  return (await openTestDatabase()).url;
}

export interface TestHub extends RunningHub {
  readonly databaseUrl: string;
}

/** A hub on its own database, on a free port, with the four invented bureaus. Close it after the test. */
export async function startTestHub(options: Partial<HubOptions> = {}): Promise<TestHub> {
  const database = options.databaseUrl ? null : await openTestDatabase();
  const databaseUrl = options.databaseUrl ?? database?.url ?? '';
  const hub = await startHub({ port: 0, log: { level: 'silent' }, durable: false, ...options, databaseUrl });
  for (const bureau of inventedBureaus) await hub.admin.addBureau(bureau);
  const close = async () => {
    await hub.close();
    await database?.close();
  };
  return { ...hub, databaseUrl, close };
}
