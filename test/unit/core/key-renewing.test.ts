import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renewKeysWhenDue } from '#core/key-renewing.ts';
import type { CoreEvent } from '#shared/ipc/wire.ts';
import { CoreStation } from '#test/helpers/core-station.ts';
import { epochsOn, inPieces } from '#test/helpers/key-rotation.ts';
import { systemRandom } from '#test/helpers/vault.ts';

const ada = { username: 'ada', name: 'Ada Lind', roles: ['officer' as const], passphrase: 'twelve grey herons' };

describe('the renewal of the keys', () => {
  let core: CoreStation;
  let events: CoreEvent[];
  const log = { error: (what: string, error?: unknown) => core.errors.push([what, error]), info: () => undefined };

  beforeEach(async () => {
    core = await CoreStation.open();
    events = [];
    for (let count = 0; count < 5; count += 1) await core.station.attachments.put(inPieces(systemRandom.bytes(4_000)));
  });

  afterEach(() => core.close());

  const begin = () => renewKeysWhenDue(core.station, log, (event) => events.push(event));
  const audited = async () =>
    (await core.call('audit.list', { search: 'keys.' })).rows.map(({ method, subjectId }) => `${method} ${subjectId}`);

  async function ended(): Promise<void> {
    while (core.station.vault.rotation() !== null) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }

  it('begins when an account is deactivated, seals every file anew and is audited once at each end', async () => {
    begin();
    const { id } = await core.call('account.create', ada);
    await core.call('account.deactivate', { id });
    await ended();
    expect(epochsOn(core.fs, '/vault')).toEqual(new Set([2]));
    expect(await audited()).toEqual(['keys.rotation-finished 2', 'keys.rotation-begun 2']);
    expect(core.errors).toEqual([]);
  });

  it('goes on with what an earlier session has left', async () => {
    await core.station.vault.rotateRootKey();
    begin();
    await ended();
    expect(epochsOn(core.fs, '/vault')).toEqual(new Set([2]));
    expect(await audited()).toEqual(['keys.rotation-finished 2', 'keys.rotation-begun 2']);
  });

  it('waits where the database was found wrong: no snapshot of it replaces those on the disk', async () => {
    const integrity = { state: 'unsound' as const, at: 1, longestMs: 1, tables: ['notes'] };
    await core.station.vault.rotateRootKey();
    const before = epochsOn(core.fs, '/vault');
    const station = { ...core.station, upkeep: { ...core.station.upkeep, integrity } };
    renewKeysWhenDue(station, log, (event) => events.push(event));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(core.station.vault.rotation()).not.toBeNull();
    expect(epochsOn(core.fs, '/vault')).toEqual(before);
  });

  it('tells its end also when the program was ended right after it', async () => {
    begin();
    await core.station.vault.rotateRootKey();
    await ended();
    core.station.store.transaction((tx) => tx.run("DELETE FROM audit WHERE method = 'keys.rotation-finished'"));
    begin();
    expect(await audited()).toEqual(['keys.rotation-finished 2', 'keys.rotation-begun 2']);
    begin();
    expect(await audited()).toHaveLength(2);
  });

  it('is told each time, when several people leave one after the other', async () => {
    begin();
    for (const username of ['ada', 'ben', 'cleo']) {
      const { id } = await core.call('account.create', { ...ada, username });
      await core.call('account.deactivate', { id });
    }
    await ended();
    expect(epochsOn(core.fs, '/vault')).toEqual(new Set([4]));
    const told = await audited();
    expect(told.filter((entry) => entry.includes('begun')).toSorted()).toEqual([
      'keys.rotation-begun 2',
      'keys.rotation-begun 3',
      'keys.rotation-begun 4',
    ]);
    expect(told[0]).toBe('keys.rotation-finished 4');
  });

  it('shows how far it is, and lets the page know that there is something to show', async () => {
    begin();
    await core.station.vault.rotateRootKey();
    expect(core.station.vault.rotation()).toMatchObject({ keyEpoch: 2, damaged: 0 });
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(events).toContainEqual({ event: 'changed', tables: ['keys'] });
  });
});
