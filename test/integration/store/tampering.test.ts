import { describe, expect, it } from 'vitest';
import { contentHash } from '#core/store/content-hash.ts';
import { openVault } from '#core/vault/vault.ts';
import { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { runs } from '#test/helpers/runs.ts';
import { FIRST_USER, newVault, reopened, vaultOptions } from '#test/helpers/vault.ts';

/** Every byte in the long run; else enough of them to meet every field of every file. */
const STRIDE = runs(211, 1);
const SMALL = { tuning: { extentBytes: 4096 } };

/** Two generations, commits in each, and a session that ended in order. */
async function smallVault(): Promise<{ disk: MemoryFileSystem; hash: string }> {
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

/** The places where a change that nobody notices can do no harm: who holds the lock, and the count of wrong tries. */
const UNSEALED = /lock|attempts/;

describe('a vault that somebody has changed', () => {
  it('never shows other content, and notices every altered byte of a sealed file', async () => {
    const { disk, hash } = await smallVault();
    const found = new Map<string, number>();
    for (const [path, bytes] of disk.files) {
      const stride = /attempts|lock/.test(path) ? STRIDE * 13 : STRIDE;
      for (let at = 0; at < bytes.length; at += stride) {
        const altered = disk.copy();
        const target = altered.files.get(path) ?? new Uint8Array();
        target[at] = (target[at] ?? 0) ^ (1 << (at % 8));
        const key = `${UNSEALED.test(path) ? 'unsealed' : 'sealed'}: ${await outcome(altered, hash)}`;
        found.set(key, (found.get(key) ?? 0) + 1);
      }
    }
    expect([...found.keys()].filter((key) => /OTHER/.test(key))).toEqual([]);
    expect(found.get('sealed: same content')).toBeUndefined();
    expect(found.get('sealed: same content, noticed')).toBeGreaterThan(10);
    expect(found.get('sealed: refused')).toBeGreaterThan(5);
  });

  it('never shows other content when a file is cut, and notices it', async () => {
    const { disk, hash } = await smallVault();
    for (const [path, bytes] of disk.files) {
      if (UNSEALED.test(path)) continue;
      for (let length = 0; length < bytes.length; length += runs(2048, 512)) {
        const cut = disk.copy();
        cut.files.set(path, bytes.slice(0, length));
        expect(['refused', 'same content, noticed'], `${path} cut at ${length}`).toContain(await outcome(cut, hash));
      }
    }
  });

  it('never shows other content when a file is missing or another is in its place', async () => {
    const { disk, hash } = await smallVault();
    const paths = [...disk.files.keys()].filter((path) => !UNSEALED.test(path));
    for (const path of paths) {
      for (const source of [undefined, ...paths.filter((other) => other !== path)]) {
        const changed = disk.copy();
        if (source === undefined) changed.files.delete(path);
        else changed.files.set(path, disk.files.get(source)?.slice() ?? new Uint8Array());
        if (sameFile(disk, path, source)) continue;
        expect(['refused', 'same content, noticed'], `${source} as ${path}`).toContain(await outcome(changed, hash));
      }
    }
  });

  it('notices a file from another vault of the same people', async () => {
    const { disk, hash } = await smallVault();
    const other = await smallVault();
    for (const path of disk.files.keys()) {
      if (UNSEALED.test(path)) continue;
      const changed = disk.copy();
      changed.files.set(path, other.disk.files.get(path)?.slice() ?? new Uint8Array());
      expect(['refused', 'same content, noticed'], path).toContain(await outcome(changed, hash));
    }
  });

  it('notices that the last saved transaction was taken out of the journal after an orderly close', async () => {
    const { disk, hash } = await smallVault();
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
    vault.removeUser('bea');
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
});

describe('a damaged vault', () => {
  it('opens from the generation before when the newest snapshot is destroyed, and keeps the damaged file aside', async () => {
    const { disk, hash } = await smallVault();
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
    const { disk } = await smallVault();
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
    const { disk } = await smallVault();
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
    const { disk } = await smallVault();
    const older = await openVault({ ...vaultOptions('/v', disk), migrations: [], unlock: FIRST_USER });
    expect(older).toEqual({ ok: false, error: { kind: 'newer-version', file: 'schema', found: 1, supported: 0 } });
  });
});

function sameFile(disk: MemoryFileSystem, path: string, source: string | undefined): boolean {
  const left = disk.files.get(path);
  const right = source === undefined ? undefined : disk.files.get(source);
  return left !== undefined && right !== undefined && Buffer.compare(left, right) === 0;
}
