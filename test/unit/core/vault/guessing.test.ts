import { beforeEach, describe, expect, it } from 'vitest';
import type { Kdf } from '#core/vault/kdf.ts';
import { openVault, type VaultParts } from '#core/vault/vault.ts';
import { DisclosureSearch } from '#test/helpers/disclosure-search.ts';
import { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { TestComputer } from '#test/helpers/test-computer.ts';
import { atTheVault, FIRST_USER, newVault, reopened, vaultOptions } from '#test/helpers/vault.ts';

const BEA = { username: 'bea', passphrase: 'the second passphrase' };

describe('a vault against guessing', () => {
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
    created.store.close();
  });

  const wrong = () => errorOf(openAs('amadou', 'a wrong passphrase'));
  const right = () => errorOf(openAs('amadou', FIRST_USER.passphrase));

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
