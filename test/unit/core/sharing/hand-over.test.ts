import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askFor, handOverSome } from '#core/sharing/hand-over.ts';
import { isWanting, noteMissing, openWants, whatToAsk } from '#core/sharing/hand-over-wants.ts';
import { putSyncState } from '#core/store/tables/sync-state.ts';
import type { Input } from '#shared/ipc/contract.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { caseInput, personFieldsInput } from '#test/helpers/casework.ts';
import type { CoreStation } from '#test/helpers/core-station.ts';
import { arrive } from '#test/helpers/incoming.ts';
import { Office, sharedContent } from '#test/helpers/office.ts';

describe('who joins after the hub has let go of the stream', () => {
  let office: Office;
  let eldest: CoreStation;
  let second: CoreStation;
  let late: CoreStation;
  let caseId: CaseId;

  /** What the two who were there do reaches each other, and not the one who is still to join. */
  const settleWithoutLate = () => {
    for (const core of [eldest, second]) office.send(core);
    for (const core of [eldest, second]) office.pull(core);
  };
  const edit = async (core: CoreStation, changes: Input<'case.update'>['changes']) => {
    const { version } = await core.call('case.get', { id: caseId });
    await core.call('case.update', { id: caseId, version, changes });
  };

  beforeEach(async () => {
    office = await Office.open(3);
    const [a, b, c] = office.stations;
    if (!a || !b || !c) throw new Error('Three workstations');
    [eldest, second, late] = [a, b, c];
    ({ id: caseId } = await eldest.call('case.create', caseInput()));
    await eldest.call('note.add', { caseId, body: 'Seen at the harbour.' });
    await eldest.call('person.create', { fields: personFieldsInput(), caseId, role: 'suspect' });
    settleWithoutLate();
    await edit(second, { title: 'Passport fraud ring, northern crossing' });
    settleWithoutLate();
    // The hub has let go of all of it.
    late.transaction(({ tx }) => putSyncState(tx, 'stream-cursor', String(office.stream.length)));
  });
  afterEach(() => office.close());

  const everybody = () => office.stations.map(({ station }) => ({ id: station.identity.workstationId }));
  const handOver = (core: CoreStation) => {
    const [wanted] = openWants(core.station.store.read);
    if (!wanted) throw new Error('Nobody wants anything');
    const { identity } = core.station;
    while (core.transaction((rec) => handOverSome(rec, identity, wanted)));
  };
  const joinAndAsk = () => {
    late.transaction(({ tx }) => noteMissing(tx));
    office.pull(late);
    expect(whatToAsk(late.station.store.read, everybody())).toBe('all');
    late.transaction((rec) => askFor(rec, late.station.identity, 'all'));
    expect(whatToAsk(late.station.store.read, everybody())).toBeNull();
    office.settle();
  };
  const conflictsAt = async (core: CoreStation) => (await core.call('conflict.list', {})).length;

  it('asks once, and is handed every shared record as it stands; everybody knows that it is done', async () => {
    expect((await late.call('case.list', {})).rows).toEqual([]);
    joinAndAsk();
    expect(office.stations.map((core) => openWants(core.station.store.read).length)).toEqual([1, 1, 1]);
    expect(isWanting(late.station.store.read)).toBe(true);
    handOver(eldest);
    office.settle();
    expect(office.stations.map((core) => openWants(core.station.store.read).length)).toEqual([0, 0, 0]);
    expect(isWanting(late.station.store.read)).toBe(false);
    expect(sharedContent(late)).toBe(sharedContent(eldest));
    expect(sharedContent(second)).toBe(sharedContent(eldest));
    expect((await late.call('case.get', { id: caseId })).title).toBe('Passport fraud ring, northern crossing');
  });

  it('goes on from what the others know: its edit of a field that was edited before is no conflict', async () => {
    joinAndAsk();
    handOver(eldest);
    office.settle();
    await edit(late, { title: 'Edited by who came late' });
    office.settle();
    for (const core of office.stations) {
      expect(await conflictsAt(core)).toBe(0);
      expect((await core.call('case.get', { id: caseId })).title).toBe('Edited by who came late');
    }
    expect(sharedContent(late)).toBe(sharedContent(eldest));
  });

  it('sees a conflict that stands open as the others do, and what they decide', async () => {
    await edit(eldest, { title: 'One title' });
    await edit(second, { title: 'Another title' });
    settleWithoutLate();
    expect(await conflictsAt(eldest)).toBe(1);
    late.transaction(({ tx }) => putSyncState(tx, 'stream-cursor', String(office.stream.length)));
    joinAndAsk();
    handOver(eldest);
    office.settle();
    expect(await conflictsAt(late)).toBe(1);
    expect((await late.call('case.get', { id: caseId })).title).toBe(
      (await second.call('case.get', { id: caseId })).title,
    );
  });

  it('misses nothing that is edited while it is handed over, nor what came between', async () => {
    await edit(second, { description: 'Written after the hub let go.' });
    settleWithoutLate();
    joinAndAsk();
    const [wanted] = openWants(eldest.station.store.read);
    if (!wanted) throw new Error('Nobody wants anything');
    eldest.transaction((rec) => handOverSome(rec, eldest.station.identity, wanted));
    await edit(eldest, { description: 'Written in the midst of it.' });
    handOver(eldest);
    office.settle();
    for (const core of office.stations)
      expect((await core.call('case.get', { id: caseId })).description).toBe('Written in the midst of it.');
    expect(await conflictsAt(late)).toBe(0);
  });

  it('has a conversation in its case as soon as a message of it comes', async () => {
    const conversation = eldest.newId();
    for (const core of [eldest, second]) arrive(core, { envelopeId: conversation });
    await eldest.call('message.file', { conversationId: conversation as never, caseId });
    settleWithoutLate();
    late.transaction(({ tx }) => putSyncState(tx, 'stream-cursor', String(office.stream.length)));
    joinAndAsk();
    handOver(eldest);
    office.settle();
    const answer = eldest.newId();
    arrive(late, { envelopeId: answer, streamNumber: 99, body: { conversation } });
    expect((await late.call('message.thread', { conversationId: conversation as never }))[0]?.caseId).toBe(caseId);
  });

  it('does not ask where a hand-over to somebody else stands in the stream, or is under way', async () => {
    const asked = office.stream.length;
    second.transaction((rec) => askFor(rec, second.station.identity, 'all'));
    late.transaction(({ tx }) => noteMissing(tx));
    office.settle();
    expect(whatToAsk(late.station.store.read, everybody())).toBeNull();
    // Who asked first was revoked, and nobody hands it anything.
    expect(whatToAsk(late.station.store.read, [{ id: eldest.station.identity.workstationId }])).toBe('all');
    handOver(eldest);
    office.settle();
    expect(isWanting(late.station.store.read)).toBe(false);
    expect(office.stream.length).toBeGreaterThan(asked);
    expect(sharedContent(late)).toBe(sharedContent(eldest));
  });

  it('asks where the hub has let go of the word that began a hand-over, though its end still stands in the stream', async () => {
    second.transaction((rec) => askFor(rec, second.station.identity, 'all'));
    settleWithoutLate();
    late.transaction(({ tx }) => putSyncState(tx, 'stream-cursor', String(office.stream.length)));
    late.transaction(({ tx }) => noteMissing(tx));
    handOver(eldest);
    office.settle();
    expect(whatToAsk(late.station.store.read, everybody())).toBe('all');
  });

  it('is handed the records by two at once without harm', async () => {
    joinAndAsk();
    handOver(eldest);
    handOver(second);
    office.settle();
    expect(sharedContent(late)).toBe(sharedContent(eldest));
    expect(sharedContent(second)).toBe(sharedContent(eldest));
  });
});
