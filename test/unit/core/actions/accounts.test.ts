import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { X509CertificateGenerator } from '@peculiar/x509';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import { openVault } from '#core/vault/vault.ts';
import type { UserId } from '#shared/lib/ids.ts';
import { CoreStation, PASSPHRASE } from '#test/helpers/core-station.ts';
import { TestKeyring } from '#test/helpers/keyring.ts';
import { fastKdf, systemRandom } from '#test/helpers/vault.ts';

const ada = { username: 'ada', name: 'Ada Lind', roles: ['officer' as const], passphrase: 'twelve grey herons' };

describe('accounts', () => {
  let core: CoreStation;

  beforeEach(async () => {
    core = await CoreStation.open();
  });

  afterEach(() => core.close());

  /** Whether the store opens with it, after it was closed here. */
  async function opens(username: string, passphrase: string): Promise<boolean> {
    core.close();
    const options = { dir: '/vault', fs: core.fs, clock: core.clock, random: systemRandom, kdf: fastKdf };
    const opened = await openVault({ ...options, migrations: allMigrations, unlock: { username, passphrase } });
    if (opened.ok) opened.value.store.close();
    return opened.ok;
  }

  it('get a new passphrase from the administrator, and the old one opens nothing any more', async () => {
    const { id } = await core.call('account.create', ada);
    await core.call('account.reset-passphrase', { id, passphrase: 'seven quiet rivers' });
    expect(await opens('ada', 'seven quiet rivers')).toBe(true);
    expect(await opens('ada', ada.passphrase)).toBe(false);
  });

  it('do not get round the passphrase so far by resetting their own', async () => {
    const { id } = core.station.actor;
    const refused = await core.refusal('account.reset-passphrase', { id, passphrase: 'seven quiet rivers' });
    expect(refused).toEqual({ code: 'own-account' });
  });

  it('are released by a supervisor after ten wrong passphrases', async () => {
    const { id } = await core.call('account.create', ada);
    for (let wrong = 0; wrong < 10; wrong += 1) {
      core.clock.at += 3_600_000;
      await core.station.vault.checkPassphrase('ada', 'not this one at all');
    }
    core.signIn('sven', 'Sven Berg', ['supervisor']);
    await core.call('account.release', { id });
    const { ok } = await core.station.vault.checkPassphrase('ada', ada.passphrase);
    expect(ok).toBe(true);
    core.signIn('otto', 'Otto Falk', ['officer']);
    expect(await core.refusal('account.release', { id })).toEqual({ code: 'forbidden' });
  });

  it('open the store with a passphrase of their own', async () => {
    const { id } = await core.call('account.create', ada);
    expect(await core.call('account.list', {})).toMatchObject([
      { id, username: 'ada', roles: ['officer'], active: true },
      { username: 'olaf' },
    ]);
    expect(await core.call('officer.list', {})).toMatchObject([{ name: 'Ada Lind' }, { name: 'Olaf Officer' }]);
    expect(await opens('ada', ada.passphrase)).toBe(true);
  });

  it('keep their name to themselves, also after they are taken out of use', async () => {
    const { id } = await core.call('account.create', ada);
    const taken = { code: 'username-taken', params: { username: 'ada' } };
    expect(await core.refusal('account.create', ada)).toEqual(taken);
    await core.call('account.deactivate', { id });
    expect(await core.refusal('account.create', ada)).toEqual(taken);
  });

  it('no longer open the store once they are taken out of use', async () => {
    const { id } = await core.call('account.create', ada);
    await core.call('account.deactivate', { id });
    expect(await core.call('officer.list', {})).toMatchObject([{ name: 'Olaf Officer' }]);
    expect(await core.refusal('account.deactivate', { id })).toMatchObject({ code: 'not-found' });
    expect(await opens('ada', ada.passphrase)).toBe(false);
  });

  it('take the root key with them when they go: the workstation goes on with a new one', async () => {
    const { id } = await core.call('account.create', ada);
    expect(core.station.vault.keyEpoch).toBe(1);
    await core.call('account.deactivate', { id });
    expect(core.station.vault.keyEpoch).toBe(2);
  });

  it('cannot be taken from oneself, nor the last administrator’s', async () => {
    const own = core.station.actor.id;
    expect(await core.refusal('account.deactivate', { id: own })).toEqual({ code: 'own-account' });
    core.signIn('bea', 'Bea', ['administrator']);
    expect(await core.refusal('account.deactivate', { id: own })).toEqual({ code: 'last-supervisor' });
    const nobody = core.newId() as UserId;
    expect(await core.refusal('account.deactivate', { id: nobody })).toMatchObject({ code: 'not-found' });
  });

  it('change their passphrase by the one so far', async () => {
    const next = 'a bridge of seven arches';
    await core.call('account.change-passphrase', { current: PASSPHRASE, next });
    expect(await opens('olaf', next)).toBe(true);
  });

  it('cannot be given another passphrase by somebody who guesses: wrong ones count as at the door', async () => {
    const guess = { current: 'not this one at all', next: 'a bridge of seven arches' };
    expect(await core.refusal('account.change-passphrase', guess)).toEqual({ code: 'passphrase-wrong' });
    expect(await core.refusal('account.change-passphrase', guess)).toMatchObject({ code: 'sign-in-throttled' });
  });

  it('leave no passphrase in the audit trail', async () => {
    await core.call('account.create', ada);
    const { rows, intact } = await core.call('audit.list', {});
    expect(rows.map(({ method }) => method)).toContain('account.create');
    expect([JSON.stringify(rows).includes(ada.passphrase), intact]).toEqual([false, true]);
  });
});

describe('the keyring of the computer', () => {
  const needed = { needed: true, passphrase: PASSPHRASE };

  it('is needed from when one says so with the passphrase, until one says otherwise; the audit trail tells both', async () => {
    const core = await CoreStation.open({}, new TestKeyring('gnome_libsecret'));
    expect(await core.call('account.keyring', {})).toEqual({
      backend: 'gnome_libsecret',
      standing: 'offered',
      needed: false,
    });
    const wrong = { needed: true, passphrase: 'not this one at all' };
    expect(await core.refusal('account.need-keyring', wrong)).toEqual({ code: 'passphrase-wrong' });
    expect(await core.refusal('account.need-keyring', needed)).toMatchObject({ code: 'sign-in-throttled' });
    await expect.poll(() => core.call('account.need-keyring', needed), { timeout: 5000 }).toEqual({});
    expect(await core.call('account.keyring', {})).toMatchObject({ needed: true });
    await core.call('account.need-keyring', { ...needed, needed: false });
    expect(await core.call('account.keyring', {})).toMatchObject({ needed: false });
    const { rows } = await core.call('audit.list', { search: 'need-keyring' });
    expect(rows.map(({ detail }) => detail)).toEqual(['{"needed":false}', '{"needed":true}']);
    core.close();
  });

  it.each([
    ['basic_text', 'plain-text'],
    ['unavailable', 'unavailable'],
  ])('is not offered where it protects nothing: %s', async (backend, standing) => {
    const core = await CoreStation.open({}, new TestKeyring(backend));
    expect(await core.call('account.keyring', {})).toEqual({ backend, standing, needed: false });
    expect(await core.refusal('account.need-keyring', needed)).toEqual({ code: 'keyring-refused' });
    expect(await core.call('account.keyring', {})).toMatchObject({ needed: false });
    core.close();
  });

  it('that has forgotten its part can be done without only by whoever still has it: the passphrase alone is not enough', async () => {
    const keyring = new TestKeyring();
    const core = await CoreStation.open({}, keyring);
    await core.call('account.need-keyring', needed);
    keyring.forgetAll();
    const without = { ...needed, needed: false };
    expect(await core.refusal('account.need-keyring', without)).toEqual({ code: 'keyring-unavailable' });
    core.close();
  });
});

describe('the recovery key', () => {
  it('is replaced by whoever gives the own passphrase: the new words open the store, and stand in no audit entry', async () => {
    const core = await CoreStation.open();
    const replace = (passphrase: string) => core.call('workstation.replace-recovery-key', { passphrase });
    const wrong = { passphrase: 'not this one at all' };
    expect(await core.refusal('workstation.replace-recovery-key', wrong)).toEqual({ code: 'passphrase-wrong' });
    const first = await vi.waitFor(() => replace(PASSPHRASE), { timeout: 5000 }); // the wrong one has to be waited out
    const second = await replace(PASSPHRASE);
    expect(second).toMatchObject({ bureau: core.station.identity.bureau, workstation: core.station.identity.name });
    const { rows } = await core.call('audit.list', { search: 'replace-recovery-key' });
    expect([rows.length, JSON.stringify(rows).includes(second.recoveryKey)]).toEqual([2, false]);
    core.close();
    const options = { dir: '/vault', fs: core.fs, clock: core.clock, random: systemRandom, kdf: fastKdf };
    const openBy = async ({ recoveryKey }: { readonly recoveryKey: string }) => {
      const opened = await openVault({ ...options, migrations: allMigrations, unlock: { recoveryKey } });
      if (opened.ok) opened.value.store.close();
      return opened.ok;
    };
    expect([await openBy(first), await openBy(second)]).toEqual([false, true]);
  });
});

describe('this workstation', () => {
  it('says who it is, and shows the hub’s key so that two people can compare it', async () => {
    const pem = await certificate();
    const core = await CoreStation.open({ hubCa: pem, certificate: pem });
    const info = await core.call('workstation.info', {});
    expect(info).toMatchObject({
      bureau: 'UTO',
      name: 'UTO-7F3A',
      certificateUntil: Date.parse('2027-11-23T00:00:00Z'),
    });
    expect(info.hubFingerprint).toMatch(/^([0-9A-F]{4} ){15}[0-9A-F]{4}$/);
    expect(info.databaseBytes).toBeGreaterThan(0);
    expect(info).toMatchObject({ keyEpoch: 1, keyRenewal: null });
    await core.station.vault.rotateRootKey();
    const renewing = { keyEpoch: 2, keyRenewal: { done: expect.any(Number), total: expect.any(Number), damaged: 0 } };
    expect(await core.call('workstation.info', {})).toMatchObject(renewing);
    expect(await core.call('directory.list', {})).toMatchObject([
      { code: 'FRI', own: false, reachable: true },
      { code: 'GIN' },
      { code: 'UTO', own: true },
    ]);
    core.close();
  });
});

async function certificate(): Promise<string> {
  const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const made = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Test hub',
    notBefore: new Date('2026-11-23T00:00:00Z'),
    notAfter: new Date('2027-11-23T00:00:00Z'),
    keys,
  });
  return made.toString('pem');
}
