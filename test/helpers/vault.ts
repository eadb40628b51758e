import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileSystem } from '#core/store/file-system.ts';
import type { Migration } from '#core/store/migrate.ts';
import { nodeFileSystem } from '#core/store/node-file-system.ts';
import type { Kdf } from '#core/vault/kdf.ts';
import { createVault, type OpenVaultOptions, openVault, type VaultParts } from '#core/vault/vault.ts';
import type { MemoryFileSystem } from './memory-file-system.ts';
import type { TestComputer } from './test-computer.ts';

/** As strong as its passphrase and no stronger, but fast: for everything that is not about the derivation itself. */
export const fastKdf: Kdf = {
  derive: async (passphrase, salt, parameters) =>
    new Uint8Array(createHash('sha256').update(passphrase).update(salt).update(JSON.stringify(parameters)).digest()),
};

export const systemRandom = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };

export const systemClock = { now: () => Date.now() };

/** Two small tables with a relation, enough to notice every kind of loss. */
export const testMigrations: readonly Migration[] = [
  {
    version: 1,
    statements: [
      'CREATE TABLE cases (id INTEGER PRIMARY KEY, title TEXT NOT NULL, weight REAL, picture BLOB) STRICT',
      'CREATE TABLE notes (id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL REFERENCES cases(id), text TEXT NOT NULL) STRICT',
    ],
  },
];

export const FIRST_USER = { username: 'amadou', passphrase: 'a quiet river at dawn' } as const;

/** A folder that goes when the test does. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'ncb-vault-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export function vaultOptions(dir: string, fs: FileSystem = nodeFileSystem) {
  return { dir, fs, clock: systemClock, random: systemRandom, kdf: fastKdf, migrations: testMigrations };
}

/** A new vault with the test schema and one supervisor. */
export async function newVault(dir: string, fs: FileSystem = nodeFileSystem, more: Partial<OpenVaultOptions> = {}) {
  const created = await createVault({ ...vaultOptions(dir, fs), ...more, firstUser: FIRST_USER });
  if (!created.ok) throw new Error(`The vault was not created: ${created.error.kind}`);
  return created.value;
}

/** Opens the vault of `newVault`, or throws with the reason. */
export async function reopened(
  dir: string,
  fs: FileSystem = nodeFileSystem,
  more: Partial<OpenVaultOptions> = {},
): Promise<VaultParts> {
  const opened = await openVault({ ...vaultOptions(dir, fs), unlock: FIRST_USER, ...more });
  if (!opened.ok) throw new Error(`The vault did not open: ${JSON.stringify(opened.error)}`);
  return opened.value;
}

/** Somebody at the vault of `newVault` in /v, on this disk of this computer. */
export function atTheVault(disk: MemoryFileSystem, computer: TestComputer) {
  const open = (unlock: OpenVaultOptions['unlock'], more: Partial<OpenVaultOptions> = {}) =>
    openVault({ ...vaultOptions('/v', disk), processes: computer, unlock, ...more });
  const openAs = (username: string, passphrase: string, more: Partial<OpenVaultOptions> = {}) =>
    open({ username, passphrase }, more);
  /** Why it did not open; null where it did, and it is closed again. */
  const errorOf = async (answer: ReturnType<typeof open>) => {
    const opened = await answer;
    if (opened.ok) opened.value.store.close();
    return opened.ok ? null : opened.error;
  };
  return { open, openAs, errorOf };
}
