import { join } from 'node:path';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import { nodeFileSystem } from '#core/store/node-file-system.ts';
import { noKeyring } from '#core/vault/keyring.ts';
import { openVault } from '#core/vault/vault.ts';
import type { TestHub } from './hub.ts';
import { systemClock, systemRandom } from './vault.ts';
import { fastKdf, PASSPHRASE, type TestWorkstation } from './workstation.ts';

/** Every row of every table of a hub as text. */
export async function dumpDatabase({ database }: Pick<TestHub, 'database'>): Promise<string> {
  const tables = await database.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public'`,
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const rows = await database.query<{ row: string }>(`select t::text as row from "${name}" t`);
    parts.push(name, ...rows.map(({ row }) => row));
  }
  return parts.join('\n');
}

/** Every row of every table of a workstation's store as text; the workstation is locked by it. */
export async function dumpStore(station: TestWorkstation): Promise<string> {
  station.lock();
  const opened = await openVault({
    dir: join(station.folder, 'vault'),
    fs: nodeFileSystem,
    clock: systemClock,
    random: systemRandom,
    kdf: fastKdf,
    keyring: noKeyring,
    migrations: allMigrations,
    unlock: { username: 'officer', passphrase: PASSPHRASE },
  });
  if (!opened.ok) throw new Error(opened.error.kind);
  const { read } = opened.value.store;
  const tables = read.all<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
  const rows = tables.flatMap(({ name }) => [
    name,
    ...read.all(`SELECT * FROM "${name}"`).map((row) => JSON.stringify(row)),
  ]);
  opened.value.store.close();
  return rows.join('\n');
}
