import { beforeEach, describe, expect, it } from 'vitest';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import { openVault } from '#core/vault/vault.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { newId } from '#shared/lib/ids.ts';
import { makeStore, OFFICER, SUPERVISOR, TestCore } from '#test/helpers/core-process.ts';
import { START } from '#test/helpers/core-station.ts';
import { damageRecord } from '#test/helpers/damage.ts';
import { epochsOn } from '#test/helpers/key-rotation.ts';
import { TestKeyring } from '#test/helpers/keyring.ts';
import { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { fastKdf, reopened, systemRandom } from '#test/helpers/vault.ts';

const VAULT = '/profile/vault';
const JOURNAL = `${VAULT}/journal-0000000001.ncb`;
const TITLES = ['one', 'two', 'three', 'four'];
/** Before the cases: each step of the schema, and who the workstation and its people are. */
const RECORDS_BEFORE = allMigrations.length + 1;
const MINUTE = 60_000;

const alter = (fs: MemoryFileSystem, path: string, change: (bytes: Uint8Array) => Uint8Array) =>
  fs.files.set(path, change(fs.files.get(path) ?? new Uint8Array()));

/** All files but those in which a sign-in is counted and held. */
const storeFilesOf = (fs: MemoryFileSystem) =>
  new Map([...fs.copy().files].filter(([path]) => !/lock\.ncb$|attempts\.ncb$|quarantine/.test(path)));

describe('a store that is damaged', () => {
  let fs: MemoryFileSystem;

  beforeEach(async () => {
    fs = new MemoryFileSystem();
    await makeStore(fs, TITLES);
  });

  const damageCase = (title: string) =>
    alter(fs, JOURNAL, (bytes) => damageRecord(bytes, RECORDS_BEFORE + 1 + TITLES.indexOf(title)));
  const titles = async (core: TestCore) => (await core.call('case.list', {})).rows.map(({ title }) => title).toSorted();
  const signIn = (core: TestCore, person = SUPERVISOR) => core.refusal('session.unlock', person);

  it('says at sign-in which file it is, how far it can be read and what is lost, and changes nothing', async () => {
    damageCase('three');
    const before = storeFilesOf(fs);
    const core = new TestCore(fs);
    expect(await signIn(core)).toMatchObject({ code: 'store-damaged', params: { file: 'journal-0000000001.ncb' } });
    const { phase, damage } = await core.call('session.state', {});
    expect(phase).toBe('locked');
    expect(damage).toEqual({
      file: 'journal-0000000001.ncb',
      keptAt: expect.stringContaining('/profile/vault/quarantine/journal-0000000001.ncb.'),
      readable: { lastChangeAt: START + 2 * MINUTE, lostTransactions: 2, exact: true },
      maySalvage: true,
    });
    expect(storeFilesOf(fs)).toEqual(before);
  });

  it('tells nothing of it to somebody whose passphrase is wrong', async () => {
    damageCase('three');
    const core = new TestCore(fs);
    const wrong = { ...SUPERVISOR, passphrase: 'not the passphrase' };
    expect(await core.refusal('session.unlock', wrong)).toMatchObject({ code: 'sign-in-refused' });
    expect((await core.call('session.state', {})).damage).toBeNull();
  });

  it('counts what is lost by what can still be read behind the damage, and says that there may be more', async () => {
    const options = { dir: '/profile/vault', fs, clock: { now: () => START }, random: systemRandom, kdf: fastKdf };
    const opened = await openVault({ ...options, migrations: allMigrations, unlock: SUPERVISOR });
    if (!opened.ok) throw new Error(opened.error.kind);
    const { store } = opened.value;
    for (const title of ['five', 'six', 'seven']) {
      store.transaction((tx) => tx.run('UPDATE cases SET title = ? WHERE title = ?', [title, 'one']));
    }
    const crashed = fs.copy();
    crashed.files.delete('/profile/vault/lock.ncb');
    store.close();
    const last =
      [...crashed.files.keys()]
        .filter((path) => path.includes('journal-'))
        .toSorted()
        .at(-1) ?? '';
    alter(crashed, last, (bytes) => damageRecord(bytes, 1));
    const core = new TestCore(crashed);
    await signIn(core);
    const { damage } = await core.call('session.state', {});
    expect(damage?.readable).toMatchObject({ lostTransactions: 3, exact: false });
  });

  it('goes on with what precedes the damage when a supervisor decides so: everything older is kept aside, and the trail tells', async () => {
    damageCase('three');
    const journal = fs.files.get(JOURNAL);
    const core = new TestCore(fs);
    await signIn(core);
    expect((await core.call('session.salvage', SUPERVISOR)).user.username).toBe('olaf');
    expect(await titles(core)).toEqual(['one', 'two']);
    const [, salvage] = (await core.call('audit.list', { offset: 0, limit: 10 })).rows.filter(({ method }) =>
      method.startsWith('session.'),
    );
    expect(salvage).toMatchObject({ method: 'session.salvage', user: 'olaf' });
    expect(JSON.parse(salvage?.detail ?? '')).toEqual({ file: 'journal-0000000001.ncb', lostTransactions: 2 });
    expect([...fs.files].some(([path, bytes]) => path.includes('quarantine') && bytes === journal)).toBe(true);
    core.close();
    const again = new TestCore(fs);
    await again.call('session.unlock', OFFICER);
    expect(await titles(again)).toEqual(['one', 'two']);
    again.close();
  });

  it('is not gone on with by somebody who is no supervisor or administrator', async () => {
    damageCase('three');
    const before = storeFilesOf(fs);
    const core = new TestCore(fs);
    await signIn(core, OFFICER);
    expect((await core.call('session.state', {})).damage).toMatchObject({ maySalvage: false });
    expect(await core.refusal('session.salvage', OFFICER)).toEqual({ code: 'salvage-needs-supervisor' });
    expect(storeFilesOf(fs)).toEqual(before);
  });

  it.each(['session.salvage', 'session.look'] as const)(
    '%s needs the passphrase that was just found right',
    async (method) => {
      damageCase('three');
      const core = new TestCore(fs);
      expect(await core.refusal(method, SUPERVISOR)).toEqual({ code: 'forbidden' });
      await signIn(core);
      expect(await core.refusal(method, { ...SUPERVISOR, passphrase: 'another passphrase' })).toEqual({
        code: 'forbidden',
      });
      expect(await core.refusal(method, { ...OFFICER, passphrase: SUPERVISOR.passphrase })).toEqual({
        code: 'forbidden',
      });
    },
  );

  it('can be looked at without a byte of its folder being changed, and every action is refused with the reason', async () => {
    damageCase('three');
    const core = new TestCore(fs);
    await signIn(core, OFFICER);
    const before = fs.copy().files;
    await core.call('session.look', OFFICER);
    expect(await core.call('session.state', {})).toMatchObject({ phase: 'open', looking: true });
    expect(await titles(core)).toEqual(['one', 'two']);
    expect(await core.call('status.get', {})).toMatchObject({ looking: true });
    expect(await core.call('search.all', { text: 'one' })).toEqual([]);
    expect(await core.refusal('draft.save', { key: 'view', data: 1 })).toEqual({ code: 'looking-only' });
    expect(await core.refusal('sync.now', {})).toEqual({ code: 'looking-only' });
    const note = {
      caseId: newId({ clock: { now: () => START }, random: systemRandom }) as CaseId,
      body: 'Nothing of this is kept',
    };
    expect(await core.refusal('note.add', note)).toEqual({ code: 'looking-only' });
    core.close();
    expect(fs.files).toEqual(before);
  });

  it('cannot be erased while it is only looked at', async () => {
    damageCase('three');
    const core = new TestCore(fs);
    await signIn(core);
    await core.call('session.look', SUPERVISOR);
    const before = fs.copy().files;
    expect(await core.refusal('workstation.erase', { passphrase: SUPERVISOR.passphrase })).toEqual({
      code: 'looking-only',
    });
    core.close();
    expect(fs.files).toEqual(before);
  });

  it('is looked at with a root key that is being renewed, and the renewal waits', async () => {
    const { store, vault } = await reopened(VAULT, fs, { unlock: SUPERVISOR, migrations: allMigrations });
    await vault.rotateRootKey();
    store.close();
    damageCase('three');
    const core = new TestCore(fs);
    await signIn(core);
    const before = fs.copy().files;
    await core.call('session.look', SUPERVISOR);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await titles(core)).toEqual(['one', 'two']);
    core.close();
    expect(fs.files).toEqual(before);
    expect(epochsOn(fs, VAULT)).toEqual(new Set([1]));
  });

  it.each(['session.salvage', 'session.look'] as const)(
    '%s asks the keyring where the account needs it',
    async (method) => {
      const keyring = new TestKeyring();
      const more = { unlock: SUPERVISOR, migrations: allMigrations, keyring };
      const { store, vault } = await reopened(VAULT, fs, more);
      expect(await vault.needKeyring(SUPERVISOR.username, true, SUPERVISOR.passphrase)).toMatchObject({ ok: true });
      store.close();
      damageCase('three');
      const core = new TestCore(fs, { openKeyring: () => Promise.resolve(keyring) });
      await signIn(core);
      expect((await core.call(method, SUPERVISOR)).user.username).toBe('olaf');
      expect(await titles(core)).toEqual(['one', 'two']);
      core.close();
    },
  );

  it('opens by itself where the generation before gives the same content', async () => {
    const first = new TestCore(fs);
    await first.call('session.unlock', SUPERVISOR);
    first.close();
    const options = { dir: '/profile/vault', fs, clock: { now: () => START }, random: systemRandom, kdf: fastKdf };
    const opened = await openVault({ ...options, migrations: allMigrations, unlock: SUPERVISOR });
    if (!opened.ok) throw new Error(opened.error.kind);
    opened.value.store.checkpoint();
    opened.value.store.close();
    const snapshot =
      [...fs.files.keys()]
        .filter((path) => path.includes('snapshot-'))
        .toSorted()
        .at(-1) ?? '';
    alter(fs, snapshot, (bytes) => bytes.map((byte, at) => (at === 500 ? byte ^ 1 : byte)));
    const core = new TestCore(fs);
    await core.call('session.unlock', SUPERVISOR);
    expect(await titles(core)).toEqual(TITLES.toSorted());
    expect(core.logged).toContain('opening: previous-generation-used');
    core.close();
  });

  it('offers nothing but a back-up where nothing can be read', async () => {
    for (const path of [...fs.files.keys()].filter((name) => name.includes('snapshot-'))) fs.files.delete(path);
    const core = new TestCore(fs);
    await signIn(core);
    const { damage } = await core.call('session.state', {});
    expect(damage).toMatchObject({ readable: null, maySalvage: false });
  });
});

describe('a store of a newer version', () => {
  it('is refused with the version that is needed, and nothing in it is changed', async () => {
    const fs = new MemoryFileSystem();
    await makeStore(fs, ['one']);
    const newer = {
      version: allMigrations.length + 1,
      statements: ['CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT'],
    };
    const options = { dir: '/profile/vault', fs, clock: { now: () => START }, random: systemRandom, kdf: fastKdf };
    const opened = await openVault({
      ...options,
      migrations: [...allMigrations, newer],
      appVersion: '0.4.0',
      unlock: SUPERVISOR,
    });
    if (!opened.ok) throw new Error(opened.error.kind);
    opened.value.store.close();
    const before = storeFilesOf(fs);
    const core = new TestCore(fs);
    expect(await core.refusal('session.unlock', SUPERVISOR)).toEqual({
      code: 'store-newer',
      params: { version: '0.4.0' },
    });
    expect(storeFilesOf(fs)).toEqual(before);
  });
});

describe('a store whose keys are gone', () => {
  it('is said to be there: nothing is enrolled over it', async () => {
    const fs = new MemoryFileSystem();
    await makeStore(fs, ['one']);
    fs.files.delete('/profile/vault/keys-a.ncb');
    fs.files.delete('/profile/vault/keys-b.ncb');
    const before = storeFilesOf(fs);
    const core = new TestCore(fs);
    expect(await core.call('session.state', {})).toMatchObject({ phase: 'keys-missing' });
    const account = { username: 'anew', name: 'Anew', passphrase: 'a passphrase for nothing' };
    const enrolment = { hubUrl: 'https://localhost:1', enrolmentCode: 'ABCD', account };
    expect(await core.refusal('session.enrol', enrolment)).toEqual({ code: 'store-keys-missing' });
    expect(storeFilesOf(fs)).toEqual(before);
  });
});
