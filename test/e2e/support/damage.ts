import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import { nodeFileSystem } from '#core/store/node-file-system.ts';
import { argon2idKdf } from '#core/vault/kdf.ts';
import { openVault } from '#core/vault/vault.ts';
import { damageRecord, recordsIn } from '#test/helpers/damage.ts';
import { systemClock, systemRandom } from '#test/helpers/vault.ts';
import { officer } from './people.ts';
import type { Station } from './station.ts';

function newestJournal({ vaultDir }: Station): string {
  const names = readdirSync(vaultDir).filter((name) => name.startsWith('journal-'));
  return join(vaultDir, names.toSorted().at(-1) ?? '');
}

/** How many transactions the session that runs now has saved. */
export const savedTransactions = (station: Station): number => recordsIn(readFileSync(newestJournal(station)));

/** Alters one byte of one saved transaction of the last session. @returns the plain name of the file */
export function damageTransaction(station: Station, sequence: number): string {
  const path = newestJournal(station);
  writeFileSync(path, damageRecord(readFileSync(path), sequence));
  return path.slice(station.vaultDir.length + 1);
}

/** Lets a later version of the application have opened the store. */
export async function openWithLaterVersion({ vaultDir }: Station, appVersion: string): Promise<void> {
  const later = {
    version: allMigrations.length + 1,
    statements: ['CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT'],
  };
  const { username, passphrase } = officer;
  const opened = await openVault({
    dir: vaultDir,
    fs: nodeFileSystem,
    clock: systemClock,
    random: systemRandom,
    kdf: argon2idKdf,
    migrations: [...allMigrations, later],
    appVersion,
    unlock: { username, passphrase },
  });
  if (!opened.ok) throw new Error(opened.error.kind);
  opened.value.store.close();
}

export function removeKeys({ vaultDir }: Station): void {
  for (const copy of ['a', 'b']) rmSync(join(vaultDir, `keys-${copy}.ncb`));
}

/** Every file of the store with its content, but for those in which sign-ins are counted and held. */
export function storeFilesOf({ vaultDir }: Station): Map<string, string> {
  const names = readdirSync(vaultDir, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ncb') && !/lock\.ncb|attempts\.ncb/.test(name),
  );
  return new Map(names.toSorted().map((name) => [name, readFileSync(join(vaultDir, name)).toString('base64')]));
}
