import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyOnlineAnswer } from '#core/checks/apply-online-answer.ts';
import { settleAnswered } from '#core/checks/settle-check.ts';
import { applyEntries } from '#core/sharing/apply-entries.ts';
import { FROM_THE_BEGINNING, offerSome } from '#core/sharing/offer-existing.ts';
import { shareAnswer } from '#core/sharing/share-answer.ts';
import { attachmentsOfCase } from '#core/store/tables/attachments.ts';
import { putSyncState } from '#core/store/tables/sync-state.ts';
import type { CaseId, WorkstationId } from '#shared/lib/ids.ts';
import type { CheckResponse } from '#shared/protocol/checks.ts';
import { recordChangesBody } from '#shared/protocol/record-changes-body.ts';
import { caseInput } from '#test/helpers/casework.ts';
import type { CoreStation } from '#test/helpers/core-station.ts';
import { arrive } from '#test/helpers/incoming.ts';
import { Office, sharedContent } from '#test/helpers/office.ts';

describe('the workstations of a bureau', () => {
  let office: Office;
  let here: CoreStation;
  let there: CoreStation;
  let caseId: CaseId;

  const open = async (know = true) => {
    office = await Office.open(2, know);
    const [first, second] = office.stations;
    if (!first || !second) throw new Error('An office has at least two workstations.');
    [here, there] = [first, second];
    ({ id: caseId } = await here.call('case.create', caseInput()));
    if (know) office.settle();
  };
  beforeEach(() => open());
  afterEach(() => office.close());

  const expectEqual = () => expect(sharedContent(here)).toBe(sharedContent(there));
  const runCheck = () =>
    here.call('check.run', {
      caseId,
      purpose: 'search-wanted-person',
      question: { database: 'sltd', query: { documentNumber: 'U1234567', issuingCountry: 'UTO' } },
    });
  const answer = (checkId: string): CheckResponse => ({
    checkId: checkId as CheckResponse['checkId'],
    database: 'sltd',
    outcome: 'NO_ANSWER',
    candidates: [],
    truncated: false,
    state: { change: 9, asOf: '2026-11-23T08:59:00.000Z' },
  });
  const checkAt = async (core: CoreStation, id: CheckResponse['checkId']) => {
    const { online, local, by, at, question } = await core.call('check.get', { id });
    return { online: { ...online, waiting: null }, local, by, at, question };
  };

  it('see each other’s checks in a case: what was asked, by whom, what was answered, and both in the timeline', async () => {
    const { id } = await runCheck();
    office.settle();
    expect(await checkAt(there, id)).toEqual(await checkAt(here, id));
    here.transaction((rec) => settleAnswered(rec, here.station.identity, answer(id)));
    office.settle();
    expect(await checkAt(there, id)).toMatchObject({ by: 'Olaf Officer', online: { outcome: 'nothing-found' } });
    expect(await checkAt(there, id)).toEqual(await checkAt(here, id));
    const { rows } = await there.call('case.timeline', { id: caseId });
    expect(rows.map(({ kind }) => kind).toSorted()).toEqual(['case-created', 'check-answered', 'check-run']);
    expectEqual();
  });

  it('say of a colleague’s open check at which workstation it waits, and ask nothing in its place', async () => {
    const { id } = await runCheck();
    office.settle();
    const [mine, theirs] = [await here.call('check.get', { id }), await there.call('check.get', { id })];
    expect([mine.elsewhere, mine.online.waiting]).toEqual([null, 'queued']);
    const { bureau, workstationId } = here.station.identity;
    expect(theirs).toMatchObject({
      by: 'Olaf Officer',
      elsewhere: { workstation: `${bureau}-${workstationId.slice(-4).toUpperCase()}` },
      online: { outcome: 'pending', waiting: null, carried: null },
    });
    expect((await there.call('outbox.list', {})).filter(({ kind }) => kind === 'check')).toEqual([]);
  });

  it('ask a question of their own once more that comes back to a store that was put back, and leave it to them', async () => {
    const { id } = await runCheck();
    office.settle();
    here.transaction(({ tx }) => {
      for (const table of ['outbox', 'checks', 'shared_records']) tx.run(`DELETE FROM ${table} WHERE id = ?`, [id]);
      putSyncState(tx, 'stream-cursor', '0');
    });
    office.pull(here);
    const asks = (core: CoreStation) =>
      core.station.store.read.all("SELECT id, title FROM outbox WHERE kind = 'check' AND state = 'waiting'");
    expect(asks(here)).toEqual([{ id, title: expect.stringContaining('U1234567') }]);
    expect(asks(there)).toEqual([]);
    expect(await here.call('check.get', { id })).toMatchObject({ elsewhere: null, online: { waiting: 'queued' } });

    // It had been answered: that comes back as well, or once more from the hub.
    there.transaction((rec) => {
      applyOnlineAnswer(rec, answer(id));
      shareAnswer(rec, there.station.identity, id);
    });
    office.settle();
    expect(asks(here)).toEqual([]);
    here.transaction(({ tx }) => tx.run("UPDATE outbox SET state = 'waiting' WHERE id = ?", [id]));
    here.transaction((rec) => applyOnlineAnswer(rec, answer(id)));
    expect(asks(here)).toEqual([]);
  });

  it('say of a check that a forerunner of this build shared that another workstation asks, without its name', async () => {
    const { id } = await runCheck();
    office.send(here);
    const body = JSON.stringify(office.stream.at(-1)?.body ?? {});
    const former = JSON.parse(body, (key, value: unknown) => (key === 'workstation' ? undefined : value));
    there.transaction((rec) =>
      applyEntries(rec, recordChangesBody.parse(former), {
        workstation: here.station.identity.workstationId as WorkstationId,
        streamNumber: 90,
      }),
    );
    expect((await there.call('check.get', { id })).elsewhere).toEqual({ workstation: null });
  });

  it('are not asked to look at a hit that a colleague has had', async () => {
    const { id } = await runCheck();
    here.transaction((rec) => {
      applyOnlineAnswer(rec, { ...answer(id), outcome: 'NO_ERROR' });
      shareAnswer(rec, here.station.identity, id);
    });
    office.settle();
    expect((await checkAt(there, id)).online.outcome).toBe('found');
    const hits = async (core: CoreStation) =>
      (await core.call('desk.list', {})).filter(({ kind }) => kind === 'hit-to-confirm').length;
    expect([await hits(here), await hits(there)]).toEqual([1, 0]);
  });

  it('keep to themselves what they check outside every case', async () => {
    const sent = office.stream.length;
    await here.call('check.run', {
      caseId: null,
      purpose: 'search-wanted-person',
      question: { database: 'sltd', query: { documentNumber: 'U1234567', issuingCountry: 'UTO' } },
    });
    office.settle();
    expect(office.stream).toHaveLength(sent);
  });

  const letArrive = (envelopeId: string, ...cores: readonly CoreStation[]) => {
    const attachment = {
      name: 'photo.jpg',
      mediaType: 'image/jpeg',
      size: 3,
      sha256: 'a'.repeat(64),
      blobId: envelopeId,
      contentKey: 'A'.repeat(43),
    };
    for (const core of cores) arrive(core, { envelopeId, body: { attachments: [attachment] } });
  };
  const caseOf = async (core: CoreStation, conversationId: string) =>
    (await core.call('message.thread', { conversationId: conversationId as never }))[0]?.caseId;

  it('have a conversation and its files in the case into which one of them has put it', async () => {
    const conversation = here.newId();
    letArrive(conversation, here, there);
    await here.call('message.file', { conversationId: conversation as never, caseId });
    office.settle();
    expect(await caseOf(there, conversation)).toBe(caseId);
    expect(attachmentsOfCase(there.station.store.read, caseId)).toMatchObject([{ name: 'photo.jpg' }]);
    const { rows } = await there.call('case.timeline', { id: caseId });
    expect(rows.filter(({ kind }) => kind === 'message-received')).toHaveLength(1);
    expectEqual();
  });

  it('put a conversation into its case also where its message comes after the word of it', async () => {
    const conversation = here.newId();
    letArrive(conversation, here);
    await here.call('message.file', { conversationId: conversation as never, caseId });
    office.settle();
    letArrive(conversation, there);
    expect(await caseOf(there, conversation)).toBe(caseId);
    expect(there.station.store.read.all('SELECT 1 FROM waiting_entries')).toEqual([]);
  });

  it('tell of it in the case it stands in also where its message comes after it was put into another one', async () => {
    const { id: other } = await here.call('case.create', caseInput({ title: 'Another' }));
    const conversation = here.newId();
    letArrive(conversation, here);
    for (const into of [caseId, other]) {
      await here.call('message.file', { conversationId: conversation as never, caseId: into });
      office.settle();
    }
    letArrive(conversation, there);
    expect(await caseOf(there, conversation)).toBe(other);
    expectEqual();
  });

  it('agree on one case where two have put a conversation into two', async () => {
    const { id: other } = await there.call('case.create', caseInput({ title: 'Another' }));
    office.settle();
    const conversation = here.newId();
    letArrive(conversation, here, there);
    await here.call('message.file', { conversationId: conversation as never, caseId });
    await there.call('message.file', { conversationId: conversation as never, caseId: other });
    office.settle();
    expect(await caseOf(here, conversation)).toBe(other);
    expect(await caseOf(there, conversation)).toBe(other);
    expect(await here.call('conflict.list', {})).toEqual([]);
    expectEqual();
  });

  it('give to one that joins the checks of a case and the place of its conversations', async () => {
    office.close();
    await open(false);
    const { id } = await runCheck();
    const conversation = here.newId();
    letArrive(conversation, here);
    await here.call('message.file', { conversationId: conversation as never, caseId });
    office.introduce();
    letArrive(conversation, there);
    office.settle();
    expect(await checkAt(there, id)).toEqual(await checkAt(here, id));
    expect(await caseOf(there, conversation)).toBe(caseId);
  });

  it('give to one that joins what tells of an answer too, where it came after the case had been given, and before the check', async () => {
    office.close();
    await open(false);
    const { id } = await runCheck();
    office.introduce();
    const { identity } = here.station;
    here.transaction((rec) => offerSome(rec, identity, FROM_THE_BEGINNING));
    here.transaction((rec) => settleAnswered(rec, identity, answer(id)));
    office.settle();
    const { rows } = await there.call('case.timeline', { id: caseId });
    expect(rows.map(({ kind }) => kind).toSorted()).toEqual(['case-created', 'check-answered', 'check-run']);
    expectEqual();
  });
});
