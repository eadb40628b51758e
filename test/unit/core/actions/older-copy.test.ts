import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { olderCopy, putOlderCopy } from '#core/store/tables/contact.ts';
import { caseInput, messageInput } from '#test/helpers/casework.ts';
import { CoreStation, START } from '#test/helpers/core-station.ts';

const found = { noticedAt: START, lastContactAt: START - 1000, sentSince: 2, accepted: false };

describe('an older copy', () => {
  let core: CoreStation;

  beforeEach(async () => {
    core = await CoreStation.open();
  });

  afterEach(() => core.close());

  const isFound = () => core.transaction(({ tx }) => putOlderCopy(tx, found));

  it('is told in the status line and as the reason why messages wait', async () => {
    expect((await core.call('status.get', {})).olderCopy).toBeNull();
    const { id: caseId } = await core.call('case.create', caseInput());
    await core.call('message.send', messageInput({ caseId }));
    isFound();
    expect((await core.call('status.get', {})).olderCopy).toEqual(found);
    expect((await core.call('outbox.list', {})).map(({ reason }) => reason)).toEqual(['older-copy']);
  });

  it('goes on when a supervisor says so, which is audited; where there is none, nothing is to be decided', async () => {
    expect((await core.refusal('sync.accept-older-copy', {})).code).toBe('not-waiting-for-a-person');
    isFound();
    await core.call('sync.accept-older-copy', {});
    expect(olderCopy(core.station.store.read)).toEqual({ ...found, accepted: true });
    expect(core.sync.woken).toBe(1);
    expect((await core.call('audit.list', { search: 'sync.accept-older-copy' })).total).toBe(1);
  });

  it('is no officer’s to accept', async () => {
    isFound();
    core.signIn('ova', 'Ova Officer', ['officer', 'duty-officer']);
    expect((await core.refusal('sync.accept-older-copy', {})).code).toBe('forbidden');
  });
});
