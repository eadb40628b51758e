import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AuditChain } from '#core/audit-chain.ts';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import { nodeFileSystem } from '#core/store/node-file-system.ts';
import { type Integrity, integritySlices } from '#core/upkeep/integrity-check.ts';
import { argon2idKdf } from '#core/vault/kdf.ts';
import { type OpenVaultOptions, openVault, type VaultParts } from '#core/vault/vault.ts';
import { systemClock, systemRandom, temporaryFolder } from '#test/helpers/vault.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { readMigrationRecord } from '../../../scripts/lib/migration-record.ts';
import {
  ABOUT_FILE,
  type SampleStore,
  STORE_FOLDER,
  sampleStore,
  writeSampleStore,
} from '../../../scripts/lib/sample-store.ts';

/** One folder for each released version; see scripts/sample-store.ts. */
const STORES = join(import.meta.dirname, '../../fixtures/stores');

const kept = existsSync(STORES) ? readdirSync(STORES).toSorted() : [];
const folder = { current: temporaryFolder() };

beforeEach(() => {
  folder.current = temporaryFolder();
});
afterEach(() => folder.current.remove());

const aboutOf = (path: string): SampleStore =>
  sampleStore.parse(JSON.parse(readFileSync(join(path, ABOUT_FILE), 'utf8')));

async function open(path: string, unlock: OpenVaultOptions['unlock']): Promise<VaultParts> {
  const system = { fs: nodeFileSystem, clock: systemClock, random: systemRandom, kdf: argon2idKdf };
  const opened = await openVault({ ...system, dir: join(path, STORE_FOLDER), migrations: allMigrations, unlock });
  if (!opened.ok) throw new Error(`It did not open: ${JSON.stringify(opened.error)}`);
  return opened.value;
}

/** All that was in it is there, and the store is in order; then the same once more, by the recovery key, after this version has written. */
async function expectWhole(path: string): Promise<void> {
  const about = aboutOf(path);
  const { username, passphrase, recoveryKey } = about;
  for (const unlock of [{ username, passphrase }, { recoveryKey }]) {
    const { store, attachments } = await open(path, unlock);
    const titles = store.read.all<{ title: string }>('SELECT title FROM cases').map(({ title }) => title);
    expect(titles.toSorted()).toEqual(about.cases.toSorted());
    const names = store.read.all<{ name: string }>('SELECT family_name AS name FROM persons').map(({ name }) => name);
    expect(names.toSorted()).toEqual(about.persons.toSorted());
    const trail = store.read.get<{ count: number }>('SELECT count(*) AS count FROM audit');
    expect(trail?.count).toBe(about.auditEntries);
    expect(new AuditChain().isIntact(store.read)).toBe(true);
    const content = createHash('sha256');
    for await (const chunk of attachments.open(about.file.sha256)) content.update(chunk);
    expect(content.digest('hex')).toBe(about.file.sha256);
    expect(integrityOf(store.read)).toBe('sound');
    store.close();
  }
}

function integrityOf(db: VaultParts['store']['read']): Integrity['state'] {
  let last: Integrity = { state: 'not-yet' };
  const deps = { db, now: () => 0, monotonicMs: () => performance.now() };
  for (const _slice of integritySlices({
    ...deps,
    onResult: (found) => {
      last = found;
    },
  }));
  return (last as Integrity).state;
}

it('of every version that was released a store is kept', () => {
  const released = new Set(readMigrationRecord().flatMap(({ releasedIn }) => releasedIn ?? []));
  for (const version of released) expect(kept).toContain(version);
});

it.each(kept)('the store of version %s opens with this version, and everything in it is there', async (version) => {
  cpSync(join(STORES, version), folder.current.path, { recursive: true });
  await expectWhole(folder.current.path);
});

it('a store as it is written for a release opens again, and everything in it is there', async () => {
  mkdirSync(folder.current.path, { recursive: true });
  await writeSampleStore(folder.current.path, packageJson.version);
  await expectWhole(folder.current.path);
});
