import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { TestKeyring } from '#test/helpers/keyring.ts';
import { PASSPHRASE, TestWorkstation } from '#test/helpers/workstation.ts';

const officer = { username: 'officer', passphrase: PASSPHRASE };

describe('an account that also needs the keyring of its computer', () => {
  let hub: TestHub;
  let station: TestWorkstation;
  let keyring = new TestKeyring('dpapi');

  beforeAll(async () => {
    hub = await startTestHub();
    station = await TestWorkstation.create({ openKeyring: () => Promise.resolve(keyring) });
    await station.enrol(hub.url, await hub.admin.createEnrolmentCode('UTO'));
  });

  afterAll(async () => {
    await station.close();
    await hub.close();
  });

  it('is none of those that enrolment makes, whatever keyring there is', async () => {
    expect(await station.call('account.keyring', {})).toEqual({ backend: 'dpapi', standing: 'offered', needed: false });
  });

  it('opens with the keyring; when it is lost the recovery key opens without it, and nothing of the store is lost', async () => {
    await station.call('draft.save', { key: 'note', data: 'written before the keyring was lost' });
    await station.call('account.need-keyring', { needed: true, passphrase: PASSPHRASE });
    await station.signInAgain();

    station.lock();
    keyring = new TestKeyring('dpapi'); // the operating system was set up anew
    await expect(station.call('session.unlock', officer)).rejects.toThrow('keyring-unavailable');
    await expect(station.call('session.unlock', { ...officer, username: 'admin' })).resolves.toBeDefined();

    station.lock();
    const { recoveryKey } = station;
    await station.call('session.recover', { recoveryKey, username: 'officer', passphrase: PASSPHRASE });
    await station.call('session.unlock', officer);
    expect(await station.call('account.keyring', {})).toMatchObject({ needed: false });
    expect(await station.call('draft.get', { key: 'note' })).toMatchObject({
      data: 'written before the keyring was lost',
    });
  });

  it('asks the keyring as it stands at each opening: one that is gone is not offered any more', async () => {
    station.lock();
    keyring = new TestKeyring('basic_text');
    await station.call('session.unlock', officer);
    expect(await station.call('account.keyring', {})).toMatchObject({ standing: 'plain-text' });
    const want = station.call('account.need-keyring', { needed: true, passphrase: PASSPHRASE });
    await expect(want).rejects.toThrow('keyring-refused');
  });
});
