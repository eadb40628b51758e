import { beforeEach, describe, expect, it } from 'vitest';
import { noKeyring } from '#core/vault/keyring.ts';
import { createVault, openVault, type VaultParts } from '#core/vault/vault.ts';
import { contentOf, inPieces } from '#test/helpers/key-rotation.ts';
import { TestKeyring } from '#test/helpers/keyring.ts';
import { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { FIRST_USER, reopened, systemRandom, vaultOptions } from '#test/helpers/vault.ts';

const BEA = { username: 'bea', passphrase: 'the second passphrase' };

describe('a vault with the keyring as an additional factor', () => {
  const box = '/k';
  const withKeyring = { ...FIRST_USER, withKeyring: true };
  let disk: MemoryFileSystem;
  let keyring: TestKeyring;
  let made: VaultParts & { recoveryKey: string };

  beforeEach(async () => {
    disk = new MemoryFileSystem();
    keyring = new TestKeyring();
    const answer = await createVault({ ...vaultOptions(box, disk), keyring, firstUser: withKeyring });
    if (!answer.ok) throw new Error('not created');
    made = answer.value;
  });

  const again = (more: object) => openVault({ ...vaultOptions(box, disk), unlock: FIRST_USER, ...more });
  const errorOf = async (answer: ReturnType<typeof openVault>) => {
    const opened = await answer;
    if (opened.ok) opened.value.store.close();
    return opened.ok ? null : opened.error;
  };

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
