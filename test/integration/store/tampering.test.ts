import { describe, expect, it } from 'vitest';
import { contentHash } from '#core/store/content-hash.ts';
import { openVault } from '#core/vault/vault.ts';
import {
  type Alteration,
  bothCopies,
  checkAlterations,
  cuts,
  everyByte,
  exchangedChunks,
  exchangedFiles,
  filesOf,
  olderFiles,
  randomBytes,
  splicedRecords,
} from '#test/harness/store/alterations.ts';
import { product } from '#test/harness/store/product.ts';
import { seededNumbers } from '#test/harness/store/seeded.ts';
import { largeVault, smallVault, type VaultOnDisk } from '#test/harness/store/vault-on-disk.ts';
import { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { runs } from '#test/helpers/runs.ts';
import { FIRST_USER, newVault, reopened, vaultOptions } from '#test/helpers/vault.ts';

/** For the large counts; the small ones take seconds. Milliseconds. */
const HOURS = runs(120_000, 4 * 3_600_000);
const SMALL = { tuning: { extentBytes: 4096 } };

/** A prime, and another first byte for each run of the small count: over time every byte is met. */
const STRIDE = runs(97, 1);
const FIRST_BYTE = Math.floor(Math.random() * STRIDE);

async function expectNoticed(name: string, vault: VaultOnDisk, alterations: Iterable<Alteration>): Promise<number> {
  const { cases, problems, reactions } = await checkAlterations(product, vault, alterations);
  console.log(`${name}: ${cases} altered vaults ${JSON.stringify(reactions)}`);
  expect(problems).toEqual([]);
  return cases;
}

/** Two generations, commits in each, and a session that ended in order. */
async function closedVault(): Promise<{ disk: MemoryFileSystem; hash: string }> {
  const disk = new MemoryFileSystem();
  const { store } = await newVault('/v', disk, SMALL);
  const add = (title: string) => store.transaction((tx) => tx.run('INSERT INTO cases (title) VALUES (?)', [title]));
  add('one');
  store.checkpoint();
  add('two');
  add('three');
  const hash = contentHash(store.read);
  store.close();
  return { disk, hash };
}

type Outcome = 'same content, noticed' | 'same content' | 'refused' | 'OTHER CONTENT';

async function outcome(disk: MemoryFileSystem, hash: string): Promise<Outcome> {
  const opened = await openVault({ ...vaultOptions('/v', disk), ...SMALL, unlock: FIRST_USER });
  if (!opened.ok) return 'refused';
  const { store, vault } = opened.value;
  const same = contentHash(store.read) === hash;
  store.close();
  if (!same) return 'OTHER CONTENT';
  return vault.notices.length > 0 ? 'same content, noticed' : 'same content';
}

describe('a vault that somebody has altered shows what was saved or refuses, and never stays silent', () => {
  it('about a byte of any file', { timeout: HOURS }, async () => {
    const vault = await smallVault(product);
    const bytes = [...vault.disk.files.values()].reduce((sum, file) => sum + file.length, 0);
    expect(bytes).toBeLessThanOrEqual(256 * 1024);
    await expectNoticed(`Bytes flipped from ${FIRST_BYTE}`, vault, everyByte(vault, STRIDE, FIRST_BYTE));
  });

  it('about a byte of what a crash has left open', { timeout: HOURS }, async () => {
    const vault = await smallVault(product, false);
    const open = everyByte(vault, STRIDE, FIRST_BYTE, /journal|manifest/);
    await expectNoticed('Bytes flipped after a crash', vault, open);
  });

  it('about a byte that was changed alike in both copies of a file that is kept twice', {
    timeout: HOURS,
  }, async () => {
    const vault = await smallVault(product);
    await expectNoticed('Both copies', vault, bothCopies(vault, runs(5, 1)));
  });

  it('about random bytes of a large vault', { timeout: HOURS }, async () => {
    const vault = await largeVault(product, 2);
    await expectNoticed('Random bytes', vault, randomBytes(vault, runs(100, 100_000), seededNumbers(4)));
  });

  it('about a file cut at any sector', { timeout: HOURS }, async () => {
    const vault = await smallVault(product);
    await expectNoticed('Cuts', vault, cuts(vault, runs(1024, 512)));
  });

  it('about a file missing, or another in its place, or one of another vault', { timeout: HOURS }, async () => {
    const vault = await smallVault(product);
    await expectNoticed('Files exchanged', vault, exchangedFiles(vault));
    await expectNoticed('Files of another vault', vault, filesOf(await smallVault(product), vault));
    await expectNoticed('Files as they were before', vault, olderFiles(vault));
  });

  it('about records and chunks that were exchanged, repeated or taken out', { timeout: HOURS }, async () => {
    const vault = await smallVault(product);
    await expectNoticed('Records', vault, splicedRecords(vault));
    const large = await largeVault(product, 3);
    await expectNoticed('Chunks', large, exchangedChunks(large));
  });
});

describe('a vault that somebody has changed', () => {
  it('notices that the last saved transaction was taken out of the journal after an orderly close', async () => {
    const { disk, hash } = await closedVault();
    const journal = '/v/journal-0000000002.ncb';
    const bytes = disk.files.get(journal)?.slice() ?? new Uint8Array();
    bytes.fill(0, 2 * 4096);
    const changed = disk.copy();
    changed.files.set(journal, bytes);
    expect(await outcome(changed, hash)).toBe('refused');
  });

  it('brings nobody back whose slot was removed, when an older key-slot file is put back', async () => {
    const disk = new MemoryFileSystem();
    const { store, vault } = await newVault('/v', disk);
    await vault.addUser('bea', 'another long passphrase');
    const before = disk.copy();
    await vault.removeUser('bea');
    store.close();
    for (const path of ['/v/keys-a.ncb', '/v/keys-b.ncb'])
      disk.files.set(path, before.files.get(path) ?? new Uint8Array());
    const opened = await openVault({
      ...vaultOptions('/v', disk),
      unlock: { username: 'bea', passphrase: 'another long passphrase' },
    });
    expect(opened).toMatchObject({
      ok: false,
      error: { kind: 'damaged', what: expect.stringContaining('older copy') },
    });
  });

  it('brings no passphrase back that was changed, when an older key-slot file is put back', async () => {
    const disk = new MemoryFileSystem();
    const { store, vault } = await newVault('/v', disk);
    const before = disk.copy();
    await vault.resetPassphrase(FIRST_USER.username, 'the second passphrase');
    store.close();
    for (const path of ['/v/keys-a.ncb', '/v/keys-b.ncb'])
      disk.files.set(path, before.files.get(path) ?? new Uint8Array());
    const opened = await openVault({ ...vaultOptions('/v', disk), unlock: FIRST_USER });
    const what = 'the key slots were put back from an older copy';
    expect(opened).toMatchObject({ ok: false, error: { kind: 'damaged', what } });
  });
});

describe('a damaged vault', () => {
  it('opens from the generation before when the newest snapshot is destroyed, and keeps the damaged file aside', async () => {
    const { disk, hash } = await closedVault();
    const snapshot = '/v/snapshot-0000000002.ncb';
    disk.files.get(snapshot)?.fill(7, 200, 300);
    const { store, vault } = await reopened('/v', disk, SMALL);
    expect(contentHash(store.read)).toBe(hash);
    expect(vault.notices).toMatchObject([
      { kind: 'previous-generation-used', keptAt: '/v/quarantine/snapshot-0000000002.ncb.1' },
    ]);
    expect(disk.files.has('/v/quarantine/snapshot-0000000002.ncb.1')).toBe(true);
    store.close();
    expect(await outcome(disk, hash)).toBe('same content');
  });

  it('is refused with the name of the file, a kept copy, and nothing changed, each time it is tried', async () => {
    const { disk } = await closedVault();
    const journal = '/v/journal-0000000002.ncb';
    disk.files.get(journal)?.fill(7, 4196, 4216);
    const damaged = disk.files.get(journal)?.slice();
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const opened = await openVault({ ...vaultOptions('/v', disk), ...SMALL, unlock: FIRST_USER });
      expect(opened).toMatchObject({ ok: false, error: { kind: 'damaged', file: 'journal-0000000002.ncb' } });
    }
    expect(disk.files.get(journal)).toEqual(damaged);
    expect(disk.list('/v/quarantine')).toHaveLength(1);
  });

  it('opens with what came before the damage when a person decides so, and deletes nothing', async () => {
    const { disk } = await closedVault();
    const journal = disk.files.get('/v/journal-0000000002.ncb') ?? new Uint8Array();
    journal.fill(7, 2 * 4096 + 40, 2 * 4096 + 60);
    const { store, vault } = await reopened('/v', disk, { ...SMALL, salvage: true });
    expect(store.read.all('SELECT title FROM cases')).toEqual([{ title: 'one' }, { title: 'two' }]);
    expect(vault.notices).toMatchObject([{ kind: 'salvaged', file: 'journal-0000000002.ncb' }]);
    store.transaction((tx) => tx.run("INSERT INTO cases (title) VALUES ('four')"));
    store.close();
    const names = disk.list('/v/quarantine');
    expect(names).toContain('journal-0000000002.ncb.1');
    expect(names).toContain('snapshot-0000000001.ncb.1');
    const after = await reopened('/v', disk, SMALL);
    expect(after.store.read.get('SELECT count(*) AS n FROM cases')).toEqual({ n: 3 });
    after.store.close();
  });

  it('is told apart from a store of a later version', async () => {
    const { disk } = await closedVault();
    const older = await openVault({ ...vaultOptions('/v', disk), migrations: [], unlock: FIRST_USER });
    expect(older).toEqual({
      ok: false,
      error: { kind: 'newer-version', file: 'schema', found: 1, supported: 0, writtenBy: '' },
    });
  });
});
