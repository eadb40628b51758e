import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HubOptions, type RunningHub, startHub } from '#hub/start-hub.ts';
import { ensureDatabase, openEmbeddedServer } from '#hub/store/embedded-postgres.ts';
import type { BureauRole } from '#shared/domain/role.ts';
import { POSTGRES_FOLDER_VARIABLE } from './postgres-run.ts';

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

async function postgresFolder(): Promise<string> {
  const given = process.env[POSTGRES_FOLDER_VARIABLE];
  // Outside vitest (a benchmark, a script) there is no set-up: a folder of one's own.
  const folder = given ?? (await mkdtemp(join(tmpdir(), 'ncb-postgres-')));
  await chmod(folder, 0o755);
  return folder;
}

/** A connection string of a new, empty database on the PostgreSQL of this run. */
export async function newTestDatabase(): Promise<string> {
  const server = await openEmbeddedServer(await postgresFolder(), FAST);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await ensureDatabase(server, name);
  return server.url(name);
}

export interface TestHub extends RunningHub {
  readonly databaseUrl: string;
}

/** A hub on its own database, on a free port, with the four invented bureaus. Close it after the test. */
export async function startTestHub(options: Partial<HubOptions> = {}): Promise<TestHub> {
  const databaseUrl = options.databaseUrl ?? (await newTestDatabase());
  const hub = await startHub({ port: 0, log: { level: 'silent' }, ...options, databaseUrl });
  for (const bureau of inventedBureaus) await hub.admin.addBureau(bureau);
  return { ...hub, databaseUrl };
}
