import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OutboxChange, outboxItemById, updateOutboxItem } from '#core/store/tables/outbox.ts';
import { putSyncState } from '#core/store/tables/sync-state.ts';
import { countOnFrom, highestSequence, lastSequence, offerLostAgain } from '#core/sync/offer-again.ts';
import type { SyncContext } from '#core/sync/sync-context.ts';
import { messageInput } from '#test/helpers/casework.ts';
import { CoreStation } from '#test/helpers/core-station.ts';

describe('what a hub has lost that was put back to a back-up', () => {
  let core: CoreStation;

  beforeEach(async () => {
    core = await CoreStation.open();
  });

  afterEach(() => core.close());

  const send = async () => (await core.call('message.send', messageInput())).id;
  const change = (id: string, what: OutboxChange) =>
    core.transaction(({ tx, now }) => updateOutboxItem(tx, id, what, now));
  const offerAgain = (nextSequence: number) => {
    const log = { info: () => undefined, error: () => undefined };
    const { store } = core.station;
    offerLostAgain({ store, clock: core.clock, log } as unknown as SyncContext, nextSequence);
  };

  it('waits for other numbers, and cannot be withdrawn although the answer was lost: others may have it', async () => {
    const [sent, undecided, untouched] = [await send(), await send(), await send()];
    change(sent, { state: 'sent', envelope: '{}', sequence: 1, sentAt: core.clock.at });
    change(undecided, { state: 'sending', envelope: '{}', sequence: 2 });
    core.transaction(({ tx }) => putSyncState(tx, 'last-sequence', '2'));
    offerAgain(1);
    const { read } = core.station.store;
    expect([lastSequence(read), highestSequence(read)]).toEqual([0, 2]);
    for (const id of [sent, undecided]) {
      expect(outboxItemById(read, id)).toMatchObject({ state: 'waiting', envelope: null, sequence: null });
      expect((await core.refusal('outbox.withdraw', { id })).code).toBe('already-sent');
    }
    const listed = await core.call('outbox.list', {});
    expect(listed.filter(({ canWithdraw }) => canWithdraw).map(({ id }) => id)).toEqual([untouched]);
    await core.call('outbox.withdraw', { id: untouched });
  });
});

describe('an older copy that a person has let go on', () => {
  it('offers as it is what has a number about which the hub has decided, and gives the others new ones', async () => {
    const core = await CoreStation.open();
    const ids: string[] = [];
    for (const sequence of [5, 6, 7]) {
      const { id } = await core.call('message.send', messageInput());
      ids.push(id);
      core.transaction(({ tx, now }) => updateOutboxItem(tx, id, { envelope: '{}', sequence }, now));
    }
    core.transaction(({ tx }) => putSyncState(tx, 'last-sequence', '7'));
    core.transaction(({ tx, now }) => countOnFrom(tx, 7, now));
    const { read } = core.station.store;
    expect(ids.map((id) => outboxItemById(read, id)?.sequence)).toEqual([5, 6, null]);
    expect([lastSequence(read), highestSequence(read)]).toEqual([6, 7]);
    core.close();
  });
});
