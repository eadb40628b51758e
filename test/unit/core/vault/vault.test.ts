import { beforeEach, describe, expect, it } from 'vitest';
import type { Kdf } from '#core/vault/kdf.ts';
import { noKeyring } from '#core/vault/keyring.ts';
import type { Processes } from '#core/vault/processes.ts';
import { createVault, openVault, type VaultParts, vaultState } from '#core/vault/vault.ts';
import { DisclosureSearch } from '#test/helpers/disclosure-search.ts';
import { contentOf, inPieces } from '#test/helpers/key-rotation.ts';
import { TestKeyring } from '#test/helpers/keyring.ts';
import { FailingFileSystem, MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { FIRST_USER, fastKdf, newVault, reopened, systemRandom, vaultOptions } from '#test/helpers/vault.ts';

const BEA = { username: 'bea', passphrase: 'the second passphrase' };

class TestComputer implements Processes {
  pid = 100;
  incarnation = 'first';
  running = new Set<number>([100]);
  uptime = 1_000_000;
  isRunning(pid: number): boolean {
    return this.running.has(pid);
  }
  births = new Map<number, string>();
  bornAt(pid: number): string | null {
    return this.births.get(pid) ?? null;
  }
  uptimeMs(): number {
    return this.uptime;
  }
  monotonicMs(): number {
    return this.uptime;
  }
}

describe('a vault', () => {
  let disk: MemoryFileSystem;
  let computer: TestComputer;
  let created: VaultParts & { recoveryKey: string };

  beforeEach(async () => {
    disk = new MemoryFileSystem();
    computer = new TestComputer();
    created = await newVault('/v', disk, { processes: computer });
  });

  const open = (unlock: Parameters<typeof openVault>[0]['unlock'], more = {}) =>
    openVault({ ...vaultOptions('/v', disk), processes: computer, unlock, ...more });
  const openAs = (username: string, passphrase: string, more = {}) => open({ username, passphrase }, more);
  const errorOf = async (answer: ReturnType<typeof open>) => {
    const opened = await answer;
    if (opened.ok) opened.value.store.close();
    return opened.ok ? null : opened.error;
  };

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

  describe('with the keyring as an additional factor', () => {
    const box = '/k';
    const withKeyring = { ...FIRST_USER, withKeyring: true };
    let keyring: TestKeyring;
    let made: VaultParts & { recoveryKey: string };

    beforeEach(async () => {
      keyring = new TestKeyring();
      const answer = await createVault({ ...vaultOptions(box, disk), keyring, firstUser: withKeyring });
      if (!answer.ok) throw new Error('not created');
      made = answer.value;
    });

    const again = (more: object) => openVault({ ...vaultOptions(box, disk), unlock: FIRST_USER, ...more });

    it('opens only with both, and loses nothing when the keyring is lost', async () => {
      made.store.close();
      expect(await errorOf(again({ keyring }))).toBeNull();
      expect(await errorOf(again({}))).toEqual({ kind: 'keyring-unavailable' });
      expect(await errorOf(again({ keyring: noKeyring }))).toEqual({ kind: 'keyring-unavailable' });
      expect(await errorOf(again({ keyring: new TestKeyring() }))).toEqual({ kind: 'keyring-unavailable' });
      const recovered = await again({ unlock: { recoveryKey: made.recoveryKey } });
      if (!recovered.ok) throw new Error('not recovered');
      await recovered.value.vault.resetPassphrase('amadou', 'after the keyring was lost');
      recovered.value.store.close();
      const after = { username: 'amadou', passphrase: 'after the keyring was lost' };
      expect(await errorOf(again({ unlock: after }))).toBeNull();
    });

    it('loses nothing when the keyring is lost: the recovery key opens, and everything saved and filed is there', async () => {
      const box = new MemoryFileSystem();
      const kept = await createVault({ ...vaultOptions('/k', box), keyring, firstUser: withKeyring });
      if (!kept.ok) throw new Error('not created');
      const { store, vault, attachments, recoveryKey } = kept.value;
      await vault.addUser(BEA.username, BEA.passphrase, { withKeyring: true });
      store.transaction((tx) => tx.run("INSERT INTO cases (title) VALUES ('kept')"));
      const { digest } = await attachments.put(inPieces(Buffer.from('a file')));
      await vault.rotateRootKey();
      store.close();
      keyring.forgetAll();
      for (const unlock of [FIRST_USER, BEA]) {
        const lost = await openVault({ ...vaultOptions('/k', box), keyring, unlock });
        expect(lost).toMatchObject({ ok: false, error: { kind: 'keyring-unavailable' } });
      }
      const recovered = await reopened('/k', box, { keyring, unlock: { recoveryKey } });
      expect(await recovered.vault.continueRotation()).toBe('finished');
      expect(recovered.store.read.all('SELECT title FROM cases')).toEqual([{ title: 'kept' }]);
      expect((await contentOf(recovered.attachments, digest)).toString()).toBe('a file');
      for (const { username, passphrase } of [FIRST_USER, BEA])
        await recovered.vault.resetPassphrase(username, passphrase);
      recovered.store.close();
      for (const unlock of [FIRST_USER, BEA]) (await reopened('/k', box, { keyring, unlock })).store.close();
    });

    it('does not count an attempt that the missing keyring made useless', async () => {
      made.store.close();
      for (let tries = 0; tries < 12; tries += 1) await errorOf(again({}));
      expect(await errorOf(again({ keyring }))).toBeNull();
    });

    it('is needed by those who want it, from when they want it and until they no longer do', async () => {
      const { vault, store } = made;
      await vault.addUser(BEA.username, BEA.passphrase);
      expect([vault.needsKeyring('amadou'), vault.needsKeyring('Bea'), vault.needsKeyring('nobody')]).toEqual([
        true,
        false,
        false,
      ]);
      expect(await vault.needKeyring('bea', true, 'not the passphrase')).toMatchObject({
        ok: false,
        error: { kind: 'wrong-passphrase' },
      });
      await new Promise((resolve) => setTimeout(resolve, 1100)); // the wait after one wrong passphrase
      expect(await vault.needKeyring('bea', true, BEA.passphrase)).toMatchObject({ ok: true });
      expect(await vault.needKeyring('amadou', false, FIRST_USER.passphrase)).toMatchObject({ ok: true });
      expect([vault.needsKeyring('amadou'), vault.needsKeyring('bea')]).toEqual([false, true]);
      expect(vault.users()).toEqual([
        { username: 'amadou', supervisor: true },
        { username: 'bea', supervisor: false },
      ]);
      store.close();
      expect(await errorOf(again({}))).toBeNull();
      expect(await errorOf(again({ unlock: BEA }))).toEqual({ kind: 'keyring-unavailable' });
      expect(await errorOf(again({ unlock: BEA, keyring }))).toBeNull();
    });

    it('stays needed after a new passphrase', async () => {
      const next = 'the passphrase after this one';
      expect(await made.vault.changePassphrase('amadou', FIRST_USER.passphrase, next)).toMatchObject({ ok: true });
      made.store.close();
      expect(await errorOf(again({ unlock: { username: 'amadou', passphrase: next } }))).toEqual({
        kind: 'keyring-unavailable',
      });
      expect(await errorOf(again({ unlock: { username: 'amadou', passphrase: next }, keyring }))).toBeNull();
    });

    it.each(['basic_text', 'BASIC_TEXT', 'unknown', 'unavailable', ''])(
      'is refused where it keeps its secrets in plain text or is none: %s',
      async (backend) => {
        const options = { ...vaultOptions('/n', disk), keyring: new TestKeyring(backend) };
        const refused = await createVault({ ...options, firstUser: withKeyring });
        expect(refused).toEqual({ ok: false, error: { kind: 'weak-keyring' } });
        const plain = await createVault({ ...options, firstUser: FIRST_USER });
        if (!plain.ok) throw new Error('not created');
        expect(await plain.value.vault.needKeyring('amadou', true, FIRST_USER.passphrase)).toEqual({
          ok: false,
          error: { kind: 'weak-keyring' },
        });
        expect(plain.value.vault.needsKeyring('amadou')).toBe(false);
      },
    );

    it('is not depended on when it does not give back what it was given', async () => {
      class Forgetful extends TestKeyring {
        override unwrap = () => Promise.resolve(systemRandom.bytes(32));
      }
      const options = { ...vaultOptions('/n', disk), keyring: new Forgetful() };
      const plain = await createVault({ ...options, firstUser: FIRST_USER });
      if (!plain.ok) throw new Error('not created');
      expect(await plain.value.vault.needKeyring('amadou', true, FIRST_USER.passphrase)).toEqual({
        ok: false,
        error: { kind: 'keyring-unavailable' },
      });
      plain.value.store.close();
      expect(await errorOf(openVault({ ...vaultOptions('/n', disk), unlock: FIRST_USER }))).toBeNull();
    });
  });

  describe('against guessing', () => {
    const wrong = () => errorOf(openAs('amadou', 'a wrong passphrase'));
    const right = () => errorOf(openAs('amadou', FIRST_USER.passphrase));
    beforeEach(() => created.store.close());

    async function lockOut(): Promise<number[]> {
      const waits: number[] = [];
      for (let failure = 1; failure <= 9; failure += 1) {
        const answer = await wrong();
        if (answer?.kind !== 'wrong-passphrase') throw new Error(`unexpected: ${JSON.stringify(answer)}`);
        waits.push(answer.retryAfterMs);
        computer.uptime += answer.retryAfterMs;
      }
      expect(await wrong()).toEqual({ kind: 'needs-supervisor' });
      return waits;
    }

    it('waits longer after each wrong passphrase, and does not even try a right one before', async () => {
      await wrong();
      expect(await right()).toEqual({ kind: 'throttled', retryAfterMs: 1000 });
      computer.uptime += 999;
      expect(await right()).toEqual({ kind: 'throttled', retryAfterMs: 1 });
      computer.uptime += 1;
      expect(await right()).toBeNull();
      expect(await lockOut()).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000, 120_000, 300_000]);
    });

    it('after ten, opens only to another supervisor or the recovery key, who releases the name', async () => {
      await lockOut();
      computer.uptime += 1e9;
      expect(await right()).toEqual({ kind: 'needs-supervisor' });
      const opened = await open({ recoveryKey: created.recoveryKey });
      if (!opened.ok) throw new Error('not opened');
      opened.value.vault.releaseUser('amadou');
      opened.value.store.close();
      expect(await right()).toBeNull();
    });

    it('counts on after a restart of the program or the computer and whatever the clock says', async () => {
      await wrong();
      computer.incarnation = 'second';
      const clock = { now: () => Date.now() + 10 * 365 * 86_400_000 };
      expect(await errorOf(openAs('amadou', FIRST_USER.passphrase, { clock }))).toMatchObject({ kind: 'throttled' });
      computer.uptime = 400;
      expect(await right()).toEqual({ kind: 'throttled', retryAfterMs: 600 });
      computer.uptime = 1_000;
      expect(await right()).toBeNull();
    });

    it('locks at the tenth also when before each try the program, the computer, the clock and all settings begin anew', async () => {
      const told: string[] = [];
      for (let attempt = 1; attempt <= 12; attempt += 1) {
        computer.incarnation = `program ${attempt}`;
        computer.uptime = 400_000 - attempt; // less than before: started again, and waited long enough
        for (const path of disk.files.keys()) if (!path.startsWith('/v/')) disk.files.delete(path);
        const clock = { now: () => (attempt % 2 === 0 ? 0 : Date.parse('2099-01-01')) };
        const answer = await errorOf(openAs('amadou', 'a wrong passphrase', { clock }));
        told.push(answer?.kind ?? 'opened');
      }
      expect(told).toEqual([...Array(9).fill('wrong-passphrase'), ...Array(3).fill('needs-supervisor')]);
      computer.uptime = 1e12;
      expect(await right()).toEqual({ kind: 'needs-supervisor' });
    });

    it('lets nobody in by an older copy of the counts: at most the tries since it was made come back', async () => {
      await lockOut();
      const counts = disk.files.get('/v/attempts.ncb')?.slice() ?? new Uint8Array();
      await wrong();
      disk.files.set('/v/attempts.ncb', counts);
      computer.uptime += 1e9;
      expect(await right()).toEqual({ kind: 'needs-supervisor' });
    });

    it('never brings a locked name back by deleting the counts, however often', async () => {
      const opened = await reopened('/v', disk, { processes: computer });
      await opened.vault.addUser(BEA.username, BEA.passphrase);
      opened.store.close();
      for (let deleted = 0; deleted < 5; deleted += 1) {
        disk.files.delete('/v/attempts.ncb');
        computer.uptime += 1e9;
        expect(await errorOf(openAs('bea', BEA.passphrase))).toEqual({ kind: 'needs-supervisor' });
        expect(await errorOf(openAs('amadou', 'a wrong passphrase'))).toMatchObject({ kind: 'throttled' });
      }
    });

    it('counts wrong passphrases given inside the open vault with those at the door', async () => {
      const opened = await reopened('/v', disk, { processes: computer });
      for (let failure = 1; failure <= 10; failure += 1) {
        await opened.vault.changePassphrase('amadou', 'a wrong passphrase', 'another passphrase');
        computer.uptime += 300_000;
      }
      opened.store.close();
      expect(await right()).toEqual({ kind: 'needs-supervisor' });
    });

    it('keeps the counts through a rotation of the root key', async () => {
      await lockOut();
      const opened = await reopened('/v', disk, { processes: computer, unlock: { recoveryKey: created.recoveryKey } });
      await opened.vault.rotateRootKey();
      await opened.vault.continueRotation();
      opened.store.close();
      expect(await right()).toEqual({ kind: 'needs-supervisor' });
    });

    it('counts an attempt also when the program is ended before the answer', async () => {
      const kdf: Kdf = { derive: () => Promise.reject(new Error('killed')) };
      await expect(openAs('amadou', 'a wrong passphrase', { kdf })).rejects.toThrow('killed');
      expect(await right()).toMatchObject({ kind: 'throttled' });
    });

    it('takes removed or spoilt counts for the worst, not for none', async () => {
      const opened = await reopened('/v', disk, { processes: computer });
      await opened.vault.addUser(BEA.username, BEA.passphrase);
      opened.store.close();
      for (const spoil of [
        () => disk.files.delete('/v/attempts.ncb'),
        () => disk.files.get('/v/attempts.ncb')?.fill(9),
      ]) {
        spoil();
        expect(await errorOf(openAs('bea', BEA.passphrase))).toEqual({ kind: 'needs-supervisor' });
        expect(await right()).toEqual({ kind: 'throttled', retryAfterMs: 300_000 });
        computer.uptime += 300_000;
        expect(await right()).toBeNull();
        expect(await errorOf(openAs('bea', BEA.passphrase))).toBeNull();
      }
    });

    it('gains nothing from spoiling the newest of the two places', async () => {
      await wrong();
      computer.uptime += 1_000;
      await wrong();
      const bytes = disk.files.get('/v/attempts.ncb') ?? new Uint8Array();
      for (const at of [10, bytes.length / 2 + 10]) {
        const spoilt = disk.copy();
        const target = spoilt.files.get('/v/attempts.ncb') ?? new Uint8Array();
        target[at] = (target[at] ?? 0) ^ 1;
        const answer = await openVault({ ...vaultOptions('/v', spoilt), processes: computer, unlock: FIRST_USER });
        expect(answer).toMatchObject({ ok: false, error: { kind: 'throttled' } });
      }
    });

    it('keeps of a name nobody has only a byte of a digest: it may be a passphrase typed in the wrong place', async () => {
      const typed = 'my whole passphrase in the wrong field';
      await errorOf(openAs(typed, 'x'));
      const found = new DisclosureSearch([typed]);
      for (const [path, bytes] of disk.files) expect(found.inBytes(path, Buffer.from(bytes))).toEqual([]);
      expect(await errorOf(openAs(typed, 'x'))).toMatchObject({ kind: 'throttled' });
    });

    it('forgets names nobody has, but never the count of a name somebody has', async () => {
      await wrong();
      for (let index = 0; index < 80; index += 1) await errorOf(openAs(`guess-${index}`, 'a wrong passphrase'));
      expect(await right()).toMatchObject({ kind: 'throttled' });
      expect((disk.files.get('/v/attempts.ncb') ?? new Uint8Array()).length).toBe(65_536);
    });
  });
});
