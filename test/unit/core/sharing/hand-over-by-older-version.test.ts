import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isWanting, lacksMessages, openWants } from '#core/sharing/hand-over-wants.ts';
import { readKeptAgain } from '#core/sharing/read-again.ts';
import { putSyncState } from '#core/store/tables/sync-state.ts';
import { A_NEWER_VERSION, keepWaitingEntry } from '#core/store/tables/waiting-entries.ts';
import type { RecordChangesBody } from '#shared/protocol/record-changes-body.ts';
import type { CoreStation } from '#test/helpers/core-station.ts';
import { CASES, JOINED, LateOffice, MESSAGES, MINUTE, photograph, SECOND } from '#test/helpers/late-office.ts';
import type { Office } from '#test/helpers/office.ts';

describe('a hand-over by a version that handed over no messages', () => {
  let world: LateOffice;
  let office: Office;
  let first: CoreStation;
  let second: CoreStation;
  let third: CoreStation;
  let late: CoreStation;

  beforeEach(async () => {
    world = await LateOffice.open();
    ({ office, first, second, third, late } = world);
  });
  afterEach(() => world.close());

  const settle = (at: number) => {
    for (const core of office.stations) office.send(core);
    for (const core of office.stations) world.pullAt(core, at);
  };
  const kindsSince = (length: number) => [
    ...new Set(office.stream.slice(length).flatMap(({ body }) => body.entries.map(({ kind }) => kind))),
  ];
  /** The records come, no message does, and its last word counts nothing. */
  const asOlderVersion = (body: RecordChangesBody): RecordChangesBody['entries'] =>
    body.entries
      .filter(({ kind }) => kind !== 'message')
      .map((entry) => {
        const { handed: _notSaid, ...values } = (entry.values ?? {}) as Record<string, unknown>;
        return entry.kind === 'records-handed' ? { ...entry, values } : entry;
      });
  const beHandedRecordsOnly = async () => {
    await world.ask();
    await world.round(first, JOINED);
    const from = office.stream.length;
    office.send(first);
    const older = office.stream.splice(from).map((one) => ({ ...one, body: { entries: asOlderVersion(one.body) } }));
    office.stream.push(...older.filter(({ body }) => body.entries.length > 0));
    for (const core of office.stations) world.pullAt(core, JOINED + SECOND);
    expect(world.hasAll(late)).toEqual([CASES, 0]);
    expect(isWanting(late.station.store.read)).toBe(false);
  };

  it('is made up for: who joined asks for the messages once, and is handed those alone', async () => {
    await beHandedRecordsOnly();
    const before = office.stream.length;
    await world.round(late, JOINED + MINUTE);
    settle(JOINED + MINUTE);
    expect(kindsSince(before)).toEqual(['messages-wanted']);
    await world.round(first, JOINED + MINUTE);
    settle(JOINED + 2 * MINUTE);
    expect(kindsSince(before)).toEqual(['messages-wanted', 'message', 'messages-handed']);
    expect(world.hasAll(late)).toEqual([CASES, MESSAGES]);
    expect(lacksMessages(late.station.store.read)).toBe(false);
    const after = office.stream.length;
    for (const core of office.stations) await world.round(core, JOINED + 60 * MINUTE);
    settle(JOINED + 60 * MINUTE);
    expect(office.stream.length).toBe(after);
    const handed = { message: MESSAGES };
    expect(await world.auditAt(late)).toMatchObject([{ handed }, { handed: {} }]);
    expect((await world.auditAt(first))[0]).toMatchObject({ handed, isComplete: true });
  });

  it('is asked for once, also where nobody answers: the colleagues are older versions still', async () => {
    await beHandedRecordsOnly();
    for (const hours of [1, 2, 3]) await world.round(late, JOINED + hours * 60 * MINUTE);
    expect(world.queuedAt(late)).toBe(1);
  });

  it('leaves who has no messages able to give the records, and to say that it gave nothing else', async () => {
    for (const core of [first, second]) core.transaction(({ tx }) => putSyncState(tx, 'records-asked', 'got'));
    await world.ask();
    await world.round(third, JOINED);
    await world.round(first, JOINED);
    settle(JOINED + SECOND);
    expect(world.hasAll(late)).toEqual([CASES, 0]);
    for (const core of [first, second, late]) {
      await world.round(core, JOINED + MINUTE);
      settle(JOINED + MINUTE);
    }
    // One has asked for all three, and the only one that has the messages hands them over.
    expect(openWants(third.station.store.read)).toMatchObject([{ scope: 'messages' }]);
    // It does not know that nobody else has any, and leaves them the time.
    await world.round(third, JOINED + 2 * MINUTE);
    await world.round(third, JOINED + 4 * MINUTE);
    settle(JOINED + 5 * MINUTE);
    expect(world.hasAll(late)).toEqual([CASES, MESSAGES]);
    for (const core of [first, second, late]) expect(lacksMessages(core.station.store.read)).toBe(false);
  });

  it('an older colleague reads after its update who still wants messages, and not what is done', async () => {
    const word = (kind: string, id: string, values: object) =>
      JSON.stringify({ entry: 'record', kind, id, values, author: 'k', at: '2026-11-23T09:00:00.000Z' });
    const [done, open] = [third.newId(), third.newId()];
    const workstation = late.station.identity.workstationId;
    const kept = [
      word('messages-wanted', done, {}),
      word('messages-handed', third.newId(), { wanted: done, handed: { message: 3 } }),
      word('messages-wanted', open, {}),
    ];
    third.transaction(({ tx }) => {
      for (const entry of kept) keepWaitingEntry(tx, { needs: A_NEWER_VERSION, entry, workstation, place: 1 });
    });
    update(third);
    expect(openWants(third.station.store.read)).toEqual([{ id: open, workstation, scope: 'messages' }]);
  });

  it('and the file of a message, which an older version took for that of no case, is taken in after its update', async () => {
    const fileId = third.newId();
    const values = { fileId, messageId: world.withPhotograph, ...photograph, sealedDigest: 'cd'.repeat(32) };
    const anew = { ...values, blobId: '0192f3a0-0000-7000-8000-000000000009' };
    const entry = JSON.stringify({
      ...{ entry: 'record', kind: 'file-content', id: third.newId() },
      ...{ values: anew, author: 'k', at: '2026-11-23T09:00:00.000Z' },
    });
    const workstation = first.station.identity.workstationId;
    third.transaction(({ tx }) => keepWaitingEntry(tx, { needs: fileId, entry, workstation, place: 1 }));
    update(third);
    expect(JSON.parse(world.photographAt(third)?.remote ?? '')).toMatchObject({ blobId: anew.blobId });
    expect(world.countAt(third, 'waiting_entries')).toBe(0);
  });

  const update = (core: CoreStation) =>
    readKeptAgain(core.station.store, '9.0.0', (tx) => ({ tx, now: core.clock.at, newId: () => core.newId() }));
});
