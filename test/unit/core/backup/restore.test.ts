import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FoundBackup } from '#core/backup/list-backups.ts';
import { type RestoreOptions, restore } from '#core/backup/restore.ts';
import { toHex } from '#core/store/bytes.ts';
import { heldBureauKeys, keepBureauKey } from '#core/store/tables/bureau-keys.ts';
import { readIdentity } from '#core/store/tables/identity.ts';
import { restoredFrom } from '#core/store/tables/restored.ts';
import { syncState } from '#core/store/tables/sync-state.ts';
import { openVault } from '#core/vault/vault.ts';
import { backUp, chosen, cleanProfile, found, realFolder, restoreOptions } from '#test/helpers/backups.ts';
import { caseInput, messageInput } from '#test/helpers/casework.ts';
import { CoreStation, PASSPHRASE } from '#test/helpers/core-station.ts';
import { systemRandom } from '#test/helpers/vault.ts';

let core: CoreStation;
let stick: Awaited<ReturnType<typeof realFolder>>;
let machine: Awaited<ReturnType<typeof realFolder>>;
let recoveryKey: string;

beforeEach(async () => {
  core = await CoreStation.open({
    tlsKey: 'TLS KEY',
    signingPrivateKey: 'SIGNING',
    devicePrivateKey: 'DEVICE',
    rootKey: 'ROOT',
  });
  core.transaction(({ tx }) => keepBureauKey(tx, { keyId: 'K', publicKey: 'ROOT', privateKey: 'BUREAU', since: 1 }));
  [stick, machine] = [await realFolder(), await realFolder()];
  recoveryKey = await core.station.vault.replaceRecoveryKey();
  const { id } = await core.call('case.create', caseInput());
  await core.call('file.add', { caseId: id, token: core.files.choose('scan.bin', systemRandom.bytes(5000)) });
});
afterEach(async () => {
  core.close();
  await Promise.all([stick.remove(), machine.remove()]);
});

async function newest(): Promise<FoundBackup> {
  const [backup] = await found(chosen(stick.path));
  if (!backup) throw new Error('There is no back-up.');
  return backup;
}

async function restoreNewest(more: Partial<RestoreOptions> = {}) {
  const options = { ...restoreOptions, backup: await newest(), unlock: { recoveryKey }, ...more };
  return restore(cleanProfile(machine.path), options);
}

async function opened(unlock: RestoreOptions['unlock'] = { recoveryKey }) {
  const { vaultDir, ...deps } = cleanProfile(machine.path);
  const vault = await openVault({ ...deps, dir: vaultDir, unlock });
  if (!vault.ok) throw new Error(vault.error.kind);
  return vault.value;
}

describe('a restored store', () => {
  it('opens with the passphrases it had, and tells of nothing but the identity it has lost', async () => {
    await backUp(core.station, chosen(stick.path));
    expect((await restoreNewest()).ok).toBe(true);
    const { store, vault } = await opened({ username: 'olaf', passphrase: PASSPHRASE });
    expect(vault.notices).toEqual([]);
    expect(store.read.get('SELECT count(*) AS count FROM cases')).toEqual({ count: 1 });
    expect(readIdentity(store.read)).toBeNull();
    store.close();
  });

  it('has neither the certificate nor a private key of the workstation, nor its numbers; the bureau key stays', async () => {
    core.transaction(({ tx }) =>
      tx.run("INSERT INTO sync_state (name, value) VALUES ('last-sequence', '41'), ('stream-cursor', '7')"),
    );
    await backUp(core.station, chosen(stick.path));
    await restoreNewest();
    const { store } = await opened();
    const rows = JSON.stringify(store.read.all('SELECT * FROM identity'));
    for (const key of ['TLS KEY', 'SIGNING', 'DEVICE']) expect(rows).not.toContain(key);
    expect(restoredFrom(store.read)).toMatchObject({
      rootKey: 'ROOT',
      workstationId: core.station.identity.workstationId,
    });
    expect(heldBureauKeys(store.read)).toMatchObject([{ privateKey: 'BUREAU' }]);
    expect(syncState(store.read, 'last-sequence')).toBeNull();
    expect(syncState(store.read, 'stream-cursor')).toBe('7');
    store.close();
  });

  it('lays what waited before a person instead of sending it', async () => {
    await core.call('message.send', messageInput());
    await backUp(core.station, chosen(stick.path));
    await restoreNewest();
    const { store } = await opened();
    const outbox = store.read.all('SELECT state, problem_code AS problem, envelope, sequence FROM outbox');
    expect(outbox).toEqual([{ state: 'needs-attention', problem: 'restored', envelope: null, sequence: null }]);
    store.close();
  });

  it('is never put over a store that is there', async () => {
    await backUp(core.station, chosen(stick.path));
    await restoreNewest();
    const before = readdirSync(join(machine.path, 'vault'));
    const again = await restoreNewest();
    expect(again.ok ? null : again.error.code).toBe('already-enrolled');
    expect(readdirSync(join(machine.path, 'vault'))).toEqual(before);
  });

  it('takes the place of a damaged one, which is set aside whole', async () => {
    mkdirSync(join(machine.path, 'vault'));
    writeFileSync(join(machine.path, 'vault', 'keys-a.ncb'), 'damaged');
    await backUp(core.station, chosen(stick.path));
    const done = await restoreNewest({ setAside: true });
    const aside = done.ok ? (done.value.setAsideAt ?? '') : '';
    expect(readFileSync(join(aside, 'keys-a.ncb'), 'utf8')).toBe('damaged');
    (await opened()).store.close();
  });
});

describe('a store whose keys are gone', () => {
  it('gives way to a back-up only when it is to be set aside, and is kept whole', async () => {
    await backUp(core.station, chosen(stick.path));
    await restoreNewest();
    const vaultDir = join(machine.path, 'vault');
    for (const name of ['keys-a.ncb', 'keys-b.ncb']) rmSync(join(vaultDir, name));
    const names = readdirSync(vaultDir);
    const unasked = await restoreNewest();
    expect(unasked.ok ? null : unasked.error.code).toBe('already-enrolled');
    expect(readdirSync(vaultDir)).toEqual(names);
    const done = await restoreNewest({ setAside: true });
    expect(readdirSync(done.ok ? (done.value.setAsideAt ?? '') : '')).toEqual(names);
    (await opened()).store.close();
  });
});

describe('a store that is set aside', () => {
  it('gives way to a back-up of itself, and never to that of another workstation', async () => {
    await backUp(core.station, chosen(stick.path));
    await restoreNewest();
    const own = await restoreNewest({ setAside: true });
    expect(own.ok && own.value.setAsideAt).toMatch(/vault-set-aside-/);
    const other = await CoreStation.open();
    const otherKey = await other.station.vault.replaceRecoveryKey();
    await backUp(other.station, chosen(stick.path));
    other.close();
    const others = (await found(chosen(stick.path))).find(
      ({ stored }) => stored.index.vaultId !== toHex(core.station.vault.files.vaultId),
    );
    if (!others) throw new Error('There is no back-up of the other workstation.');
    const refused = await restoreNewest({ backup: others, unlock: { recoveryKey: otherKey }, setAside: true });
    expect(refused.ok ? null : refused.error.code).toBe('already-enrolled');
    (await opened()).store.close();
  });
});

describe('a restore', () => {
  it('with a wrong key changes nothing on the machine', async () => {
    await backUp(core.station, chosen(stick.path));
    const other = await CoreStation.open();
    const wrong = await restoreNewest({ unlock: { recoveryKey: await other.station.vault.replaceRecoveryKey() } });
    other.close();
    expect(wrong.ok ? null : wrong.error.code).toBe('recovery-key-wrong');
    const wrongPassphrase = await restoreNewest({ unlock: { username: 'olaf', passphrase: 'not the passphrase' } });
    expect(wrongPassphrase.ok ? null : wrongPassphrase.error.code).toBe('sign-in-refused');
    expect(existsSync(join(machine.path, 'vault'))).toBe(false);
  });

  it('refuses a back-up in which any file was altered, cut or is missing', async () => {
    await backUp(core.station, chosen(stick.path));
    const { folder, stored } = await newest();
    for (const { sha256, name } of stored.index.files) {
      const path = folder.objectPath(sha256);
      const whole = readFileSync(path);
      const altered = Buffer.from(whole);
      altered[whole.length >> 1] = (altered[whole.length >> 1] ?? 0) ^ 1;
      for (const bytes of [altered, whole.subarray(0, whole.length - 1)]) {
        writeFileSync(path, bytes);
        const refused = await restoreNewest();
        expect(refused.ok ? null : refused.error.code, name).toBe('backup-damaged');
      }
      writeFileSync(path, whole);
    }
    expect(existsSync(join(machine.path, 'vault'))).toBe(false);
    expect((await restoreNewest()).ok).toBe(true);
  });

  it('refuses an index that the workstation did not write, though its checksum holds', async () => {
    await backUp(core.station, chosen(stick.path));
    const backup = await newest();
    const forged = { ...backup.stored, seal: '0'.repeat(64) };
    const refused = await restoreNewest({ backup: { ...backup, stored: forged } });
    expect(refused.ok ? null : refused.error.code).toBe('backup-damaged');
    expect(existsSync(join(machine.path, 'vault'))).toBe(false);
  });

  it('begins afresh after one that was killed in the middle', async () => {
    await backUp(core.station, chosen(stick.path));
    mkdirSync(join(machine.path, 'vault-restoring', 'attachments'), { recursive: true });
    writeFileSync(join(machine.path, 'vault-restoring', 'keys-a.ncb'), 'half');
    writeFileSync(join(machine.path, 'vault-restoring', 'attachments', `${'0'.repeat(64)}.ncb`), 'half');
    expect((await restoreNewest()).ok).toBe(true);
    (await opened()).store.close();
    expect(readdirSync(join(machine.path, 'vault', 'attachments'))).toHaveLength(1);
  });
});
