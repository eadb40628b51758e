import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outboxItemById, updateOutboxItem } from '#core/store/tables/outbox.ts';
import { putSyncState, syncState } from '#core/store/tables/sync-state.ts';
import { giveNumberAgain } from '#core/sync/offer-lane.ts';
import { messageInput } from '#test/helpers/casework.ts';
import { CoreStation } from '#test/helpers/core-station.ts';

let station: CoreStation;

beforeEach(async () => {
  station = await CoreStation.open();
});
afterEach(() => station.close());

/** Three items with the numbers 1 to 3; those named are in a bundle. */
async function numbered(...carried: readonly number[]): Promise<string[]> {
  const ids: string[] = [];
  for (const sequence of [1, 2, 3]) {
    const { id } = await station.call('message.send', messageInput({ subject: `Owner of passport ${sequence}` }));
    const bundle = carried.includes(sequence) ? { carriedBundle: 1, carriedAt: station.clock.at } : {};
    station.transaction(({ tx, now }) => {
      updateOutboxItem(tx, id, { envelope: '{}', sequence, ...bundle }, now);
      putSyncState(tx, 'last-sequence', String(sequence));
    });
    ids.push(id);
  }
  return ids;
}

const giveAgain = (id: string) =>
  station.transaction(({ tx, now }) => {
    const item = outboxItemById(tx, id);
    if (item) giveNumberAgain(tx, item, now);
  });

const sequences = (ids: readonly string[]) => ids.map((id) => outboxItemById(station.station.store.read, id)?.sequence);

describe('a number that was not used', () => {
  it('goes to another item, and what follows is numbered anew', async () => {
    const ids = await numbered();
    giveAgain(ids[0] ?? '');
    expect(sequences(ids)).toEqual([1, null, null]);
    expect(syncState(station.station.store.read, 'last-sequence')).toBe('0');
  });

  it('stays where it is when something from it on is in a bundle: the hub may have decided about that', async () => {
    const ids = await numbered(3);
    giveAgain(ids[0] ?? '');
    expect(sequences(ids)).toEqual([1, 2, 3]);
    expect(syncState(station.station.store.read, 'last-sequence')).toBe('3');
  });

  it('goes to another item when only what stands before it is in a bundle', async () => {
    const ids = await numbered(1);
    giveAgain(ids[1] ?? '');
    expect(sequences(ids)).toEqual([1, 2, null]);
  });
});
