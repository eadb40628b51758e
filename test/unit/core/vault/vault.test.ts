import { beforeEach, describe, expect, it } from 'vitest';
import type { Kdf } from '#core/vault/kdf.ts';
import { createVault, type VaultParts, vaultState } from '#core/vault/vault.ts';
import { FailingFileSystem, MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { TestComputer } from '#test/helpers/test-computer.ts';
import { atTheVault, FIRST_USER, fastKdf, newVault, reopened, vaultOptions } from '#test/helpers/vault.ts';

const BEA = { username: 'bea', passphrase: 'the second passphrase' };

describe('a vault', () => {
  let disk: MemoryFileSystem;
  let computer: TestComputer;
  let created: VaultParts & { recoveryKey: string };
  type Visit = ReturnType<typeof atTheVault>;
  let open: Visit['open'];
  let openAs: Visit['openAs'];
  let errorOf: Visit['errorOf'];

  beforeEach(async () => {
    disk = new MemoryFileSystem();
    computer = new TestComputer();
    created = await newVault('/v', disk, { processes: computer });
    ({ open, openAs, errorOf } = atTheVault(disk, computer));
  });

  it('tells whether it is there and who can open it, without opening it', () => {
    expect(vaultState('/v', disk)).toEqual({ exists: true, keysMissing: false, usernames: ['amadou'] });
    expect(vaultState('/elsewhere', disk)).toEqual({ exists: false, keysMissing: false, usernames: [] });
  });

  it('opens with the passphrase whatever the case of the name, and with the recovery key however it is typed', async () => {
    created.store.close();
    for (const unlock of [
      { username: ' Amadou ', passphrase: FIRST_USER.passphrase },
      { recoveryKey: created.recoveryKey },
      { recoveryKey: created.recoveryKey.toUpperCase().replaceAll(' ', '\n') },
    ]) {
      const opened = await open(unlock);
      expect(opened.ok).toBe(true);
      if (opened.ok) opened.value.store.close();
    }
  });

  it('takes the same passphrase from keyboards that compose its letters differently', async () => {
    await created.vault.addUser('chloe', 'une clé très sûre'.normalize('NFC'));
    created.store.close();
    expect(await errorOf(openAs('chloe', 'une clé très sûre'.normalize('NFD')))).toBeNull();
  });

  it('refuses passphrases of fewer than twelve characters and a name that is taken', async () => {
    expect(await created.vault.addUser('bea', 'eleven char')).toEqual({
      ok: false,
      error: { kind: 'weak-passphrase' },
    });
    expect(await created.vault.addUser('AMADOU', BEA.passphrase)).toEqual({
      ok: false,
      error: { kind: 'username-taken' },
    });
    const weak = await createVault({ ...vaultOptions('/w', disk), firstUser: { username: 'x', passphrase: 'short' } });
    expect(weak).toEqual({ ok: false, error: { kind: 'weak-passphrase' } });
  });

  it('tells how far its opening is: the key first, then the snapshot chunk by chunk, then the journals', async () => {
    const title = 'x'.repeat(1_000_000);
    for (const id of [1, 2, 3]) {
      created.store.transaction((tx) => tx.run('INSERT INTO cases (id, title) VALUES (?, ?)', [id, title]));
    }
    created.store.checkpoint();
    created.store.close();
    const told: { phase: string; done: number }[] = [];
    const opened = await openAs(FIRST_USER.username, FIRST_USER.passphrase, {
      onProgress: (step: (typeof told)[0]) => told.push(step),
    });
    if (opened.ok) opened.value.store.close();
    expect(told.slice(0, 2)).toEqual([
      { phase: 'unlocking', done: 0 },
      { phase: 'unlocking', done: 1 },
    ]);
    const loading = told.slice(2).map(({ done }) => done);
    expect(loading.length).toBeGreaterThan(4);
    expect(loading).toEqual(loading.toSorted((left, right) => left - right));
    expect(loading.at(-1)).toBe(1);
  });

  it('is never made over another one', async () => {
    created.store.close();
    const again = await createVault({ ...vaultOptions('/v', disk), processes: computer, firstUser: BEA });
    expect(again).toEqual({ ok: false, error: { kind: 'vault-exists' } });
    expect(await errorOf(openAs(FIRST_USER.username, FIRST_USER.passphrase))).toBeNull();
  });

  it('is never made over a store whose keys are gone: it says so, and leaves every file as it is', async () => {
    created.store.close();
    disk.files.delete('/v/keys-a.ncb');
    disk.files.delete('/v/keys-b.ncb');
    const before = disk.copy().files;
    before.delete('/v/lock.ncb');
    expect(vaultState('/v', disk)).toEqual({ exists: false, keysMissing: true, usernames: [] });
    expect(await errorOf(openAs(FIRST_USER.username, FIRST_USER.passphrase))).toEqual({ kind: 'no-vault' });
    const again = await createVault({ ...vaultOptions('/v', disk), processes: computer, firstUser: BEA });
    expect(again).toEqual({ ok: false, error: { kind: 'keys-missing' } });
    const after = disk.copy().files;
    after.delete('/v/lock.ncb');
    expect(after).toEqual(before);
  });

  it('is made where an earlier creation was interrupted, whose remains are set aside and not deleted', async () => {
    const later = new TestComputer();
    later.pid = 200;
    later.running = new Set([200]);
    for (let at = 1; ; at += 1) {
      const failing = new FailingFileSystem(new MemoryFileSystem(), { at, code: 'EIO', lasting: true });
      const options = { ...vaultOptions('/v', failing.fs), processes: computer, firstUser: FIRST_USER };
      const first = await createVault(options).catch(() => undefined);
      if (failing.calls < at) break;
      if (first?.ok) first.value.store.close();
      failing.fault = undefined;
      const { exists, keysMissing } = vaultState('/v', failing.fs);
      expect(keysMissing).toBe(false);
      if (exists) continue;
      const second = await newVault('/v', failing.fs, { processes: later });
      second.store.close();
      expect(vaultState('/v', failing.fs)).toMatchObject({ exists: true });
      expect(failing.fs.list('/v')).not.toContain('creating.ncb');
    }
  });

  it('lets users in and out: added, changed, reset, removed', async () => {
    await created.vault.addUser(BEA.username, BEA.passphrase);
    const wrong = await created.vault.changePassphrase('bea', 'not the right one', 'the third passphrase');
    expect(wrong).toMatchObject({ ok: false, error: { kind: 'wrong-passphrase' } });
    computer.uptime += 10_000;
    expect(await created.vault.changePassphrase('bea', BEA.passphrase, 'the third passphrase')).toMatchObject({
      ok: true,
    });
    created.store.close();
    expect(await errorOf(openAs('bea', BEA.passphrase))).toMatchObject({ kind: 'wrong-passphrase' });
    computer.uptime += 10_000;
    expect(await errorOf(openAs('bea', 'the third passphrase'))).toBeNull();
    const { vault, store } = await reopened('/v', disk, { processes: computer });
    expect(await vault.resetPassphrase('bea', 'the fourth passphrase')).toMatchObject({ ok: true });
    expect(await vault.removeUser('amadou')).toEqual({ ok: false, error: { kind: 'last-supervisor' } });
    expect(await vault.setSupervisor('bea', true, 'the fourth passphrase')).toMatchObject({ ok: true });
    expect(await vault.removeUser('amadou')).toMatchObject({ ok: true });
    expect(vault.users()).toEqual([{ username: 'bea', supervisor: true }]);
    store.close();
    expect(await errorOf(openAs('amadou', FIRST_USER.passphrase))).toMatchObject({ kind: 'no-such-user' });
    expect(await errorOf(openAs('bea', 'the fourth passphrase'))).toBeNull();
  });

  it('opens with a new recovery key and no more with the one before', async () => {
    const next = await created.vault.replaceRecoveryKey();
    created.store.close();
    expect(await errorOf(open({ recoveryKey: created.recoveryKey }))).toEqual({
      kind: 'wrong-recovery-key',
      mistyped: false,
    });
    expect(await errorOf(open({ recoveryKey: next }))).toBeNull();
    expect(await errorOf(open({ recoveryKey: next.replace(/^\w+/, 'herons') }))).toEqual({
      kind: 'wrong-recovery-key',
      mistyped: true,
    });
  });

  it('gives other parts keys of their own, the same at each open until the root key is renewed', async () => {
    const key = Buffer.from(created.vault.keyFor('device')).toString('hex');
    const other = Buffer.from(created.vault.keyFor('reports')).toString('hex');
    created.store.close();
    const { vault, store } = await reopened('/v', disk, { processes: computer });
    expect(Buffer.from(vault.keyFor('device')).toString('hex')).toBe(key);
    expect(other).not.toBe(key);
    await vault.rotateRootKey();
    expect(Buffer.from(vault.keyFor('device')).toString('hex')).not.toBe(key);
    store.close();
  });

  it('costs an unknown name the same derivation as a known one', async () => {
    created.store.close();
    const costs: string[] = [];
    const kdf: Kdf = {
      derive: (passphrase, salt, parameters) => {
        costs.push(`${salt.length} ${JSON.stringify(parameters)}`);
        return fastKdf.derive(passphrase, salt, parameters);
      },
    };
    const known = await errorOf(openAs('amadou', 'a wrong passphrase', { kdf }));
    const unknown = await errorOf(openAs('nobody', 'a wrong passphrase', { kdf }));
    expect(costs[0]).toBe(costs[1]);
    expect(costs).toHaveLength(2);
    expect([known, unknown]).toEqual([
      { kind: 'wrong-passphrase', retryAfterMs: 1000 },
      { kind: 'no-such-user', retryAfterMs: 1000 },
    ]);
  });

  describe('held by one program at a time', () => {
    const asAmadou = () => errorOf(openAs('amadou', FIRST_USER.passphrase));
    const anotherProcess = () => {
      computer.pid = 200;
      computer.incarnation = 'second';
      computer.running.add(200);
    };

    it('is refused to a second one while the first runs, in another process or in the same', async () => {
      expect(await asAmadou()).toEqual({ kind: 'in-use', pid: 100 });
      anotherProcess();
      expect(await asAmadou()).toEqual({ kind: 'in-use', pid: 100 });
      created.store.close();
      expect(await asAmadou()).toBeNull();
    });

    it('opens after the first was killed', async () => {
      anotherProcess();
      computer.running.delete(100);
      expect(await asAmadou()).toBeNull();
    });

    it('opens when another program was given the number of the killed one', async () => {
      created.store.close();
      computer.births.set(100, 'in the morning');
      const held = await openAs('amadou', FIRST_USER.passphrase);
      expect(held.ok).toBe(true);
      anotherProcess();
      expect(await asAmadou()).toEqual({ kind: 'in-use', pid: 100 });
      computer.births.set(100, 'in the afternoon');
      expect(await asAmadou()).toBeNull();
    });

    it('opens when a new process was given the number of the killed one', async () => {
      computer.incarnation = 'second';
      expect(await asAmadou()).toBeNull();
    });

    it('opens after the computer was restarted, whoever has the number now', async () => {
      anotherProcess();
      computer.uptime = 60_000;
      expect(await asAmadou()).toBeNull();
    });
  });
});
