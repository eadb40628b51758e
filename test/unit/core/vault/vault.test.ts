import { beforeEach, describe, expect, it } from 'vitest';
import { type Kdf, STANDARD_KDF } from '#core/vault/kdf.ts';
import type { Keyring } from '#core/vault/keyring.ts';
import type { Processes } from '#core/vault/processes.ts';
import { createVault, openVault, type VaultParts, vaultState } from '#core/vault/vault.ts';
import { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
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

/** Wraps with a key that can be lost. */
class TestKeyring implements Keyring {
  secrets = new Map<string, Uint8Array>();
  constructor(readonly backend: string = 'keychain') {}
  async wrap(secret: Uint8Array): Promise<Uint8Array> {
    const name = systemRandom.bytes(8);
    this.secrets.set(Buffer.from(name).toString('hex'), secret.slice());
    return name;
  }
  async unwrap(wrapped: Uint8Array): Promise<Uint8Array> {
    const secret = this.secrets.get(Buffer.from(wrapped).toString('hex'));
    if (!secret) throw new Error('not in this keyring');
    return secret.slice();
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
    expect(vaultState('/v', disk)).toEqual({ exists: true, usernames: ['amadou'] });
    expect(vaultState('/elsewhere', disk)).toEqual({ exists: false, usernames: [] });
  });

  it('opens with the passphrase whatever the case of the name, and with the recovery key however it is typed', async () => {
    created.store.close();
    for (const unlock of [
      { username: ' Amadou ', passphrase: FIRST_USER.passphrase },
      { recoveryKey: created.recoveryKey },
      { recoveryKey: created.recoveryKey.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o') },
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

  it('is never made over another one', async () => {
    created.store.close();
    const again = await createVault({ ...vaultOptions('/v', disk), processes: computer, firstUser: BEA });
    expect(again).toEqual({ ok: false, error: { kind: 'vault-exists' } });
    expect(await errorOf(openAs(FIRST_USER.username, FIRST_USER.passphrase))).toBeNull();
  });

  it('sets aside, and does not delete, what it finds of a vault whose keys are gone', async () => {
    created.store.close();
    disk.files.delete('/v/keys-a.ncb');
    disk.files.delete('/v/keys-b.ncb');
    const snapshot = disk.files.get('/v/snapshot-0000000001.ncb');
    expect(await errorOf(openAs(FIRST_USER.username, FIRST_USER.passphrase))).toEqual({ kind: 'no-vault' });
    const { store } = await newVault('/v', disk, { processes: computer });
    store.close();
    expect(disk.files.get('/v/quarantine/snapshot-0000000001.ncb.1')).toEqual(snapshot);
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
    expect(vault.removeUser('amadou')).toEqual({ ok: false, error: { kind: 'last-supervisor' } });
    expect(await vault.setSupervisor('bea', true, 'the fourth passphrase')).toMatchObject({ ok: true });
    expect(vault.removeUser('amadou')).toMatchObject({ ok: true });
    expect(vault.users()).toEqual([{ username: 'bea', supervisor: true }]);
    store.close();
    expect(await errorOf(openAs('amadou', FIRST_USER.passphrase))).toMatchObject({ kind: 'no-such-user' });
    expect(await errorOf(openAs('bea', 'the fourth passphrase'))).toBeNull();
  });

  it('opens with a new recovery key and no more with the one before', async () => {
    const next = created.vault.replaceRecoveryKey();
    created.store.close();
    expect(await errorOf(open({ recoveryKey: created.recoveryKey }))).toEqual({
      kind: 'wrong-recovery-key',
      mistyped: false,
    });
    expect(await errorOf(open({ recoveryKey: next }))).toBeNull();
    expect(await errorOf(open({ recoveryKey: next.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')) }))).toEqual({
      kind: 'wrong-recovery-key',
      mistyped: true,
    });
  });

  it('gives other parts keys of their own, the same at each open', async () => {
    const key = Buffer.from(created.vault.keyFor('device')).toString('hex');
    const other = Buffer.from(created.vault.keyFor('reports')).toString('hex');
    created.store.close();
    const { vault, store } = await reopened('/v', disk, { processes: computer });
    expect(Buffer.from(vault.keyFor('device')).toString('hex')).toBe(key);
    expect(other).not.toBe(key);
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

  it.each([
    ['memoryKiB', 8_192],
    ['iterations', 1],
    ['memoryKiB', 64 * 1024 * 1024],
  ] as const)('refuses slots whose cost was changed: %s = %d', async (name, value) => {
    created.store.close();
    const { createHash } = await import('node:crypto');
    for (const path of ['/v/keys-a.ncb', '/v/keys-b.ncb']) {
      const [body = '', , seal] = Buffer.from(disk.files.get(path) ?? [])
        .toString()
        .split('\n');
      const altered = body.replace(`"${name}":${STANDARD_KDF[name]}`, `"${name}":${value}`);
      expect(altered).not.toBe(body);
      const checksum = createHash('sha256').update(altered).digest('hex');
      disk.files.set(path, Buffer.from(`${altered}\n${checksum}\n${seal}\n`));
    }
    expect(await errorOf(openAs('amadou', FIRST_USER.passphrase))).toMatchObject({
      kind: 'damaged',
      file: 'keys-a.ncb',
    });
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
    it('opens only with both, and loses nothing when the keyring is lost', async () => {
      const keyring = new TestKeyring();
      const box = new MemoryFileSystem();
      const made = await createVault({ ...vaultOptions('/k', box), keyring, firstUser: FIRST_USER });
      if (!made.ok) throw new Error('not created');
      made.value.store.close();
      const again = (more: object) => openVault({ ...vaultOptions('/k', box), unlock: FIRST_USER, ...more });
      const both = await again({ keyring });
      expect(both.ok).toBe(true);
      if (both.ok) both.value.store.close();
      expect(await errorOf(again({}))).toEqual({ kind: 'keyring-unavailable' });
      expect(await errorOf(again({ keyring: new TestKeyring() }))).toEqual({ kind: 'keyring-unavailable' });
      const recovered = await again({ unlock: { recoveryKey: made.value.recoveryKey } });
      if (!recovered.ok) throw new Error('not recovered');
      await recovered.value.vault.resetPassphrase('amadou', 'after the keyring was lost');
      recovered.value.store.close();
      const after = { username: 'amadou', passphrase: 'after the keyring was lost' };
      expect(await errorOf(again({ unlock: after }))).toBeNull();
    });

    it('refuses a keyring that keeps its secrets in plain text', async () => {
      const made = await createVault({
        ...vaultOptions('/k', disk),
        keyring: new TestKeyring('basic_text'),
        firstUser: FIRST_USER,
      });
      expect(made).toEqual({ ok: false, error: { kind: 'weak-keyring' } });
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

    it('forgets names nobody has, but never the count of a name somebody has', async () => {
      await wrong();
      for (let index = 0; index < 80; index += 1) await errorOf(openAs(`guess-${index}`, 'a wrong passphrase'));
      expect(await right()).toMatchObject({ kind: 'throttled' });
      expect((disk.files.get('/v/attempts.ncb') ?? new Uint8Array()).length).toBe(65_536);
    });
  });
});
