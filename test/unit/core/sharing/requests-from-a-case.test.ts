import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyReceipt } from '#core/messages/apply-receipt.ts';
import { applyVerdict } from '#core/messages/apply-verdict.ts';
import { takeOverEnvelope } from '#core/messages/take-over.ts';
import { applyEntries } from '#core/sharing/apply-entries.ts';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import { dueOutboxItems, type OutboxRecord, outboxItemById, updateOutboxItem } from '#core/store/tables/outbox.ts';
import type { CaseId, MessageId } from '#shared/lib/ids.ts';
import type { Envelope } from '#shared/protocol/envelope.ts';
import { messageBody } from '#shared/protocol/message-body.ts';
import { caseInput, messageInput } from '#test/helpers/casework.ts';
import type { CoreStation } from '#test/helpers/core-station.ts';
import { arrive } from '#test/helpers/incoming.ts';
import { Office } from '#test/helpers/office.ts';

describe('a request sent from a case', () => {
  let office: Office;
  let here: CoreStation;
  let there: CoreStation;
  let caseId: CaseId;
  let place: number;

  const open = async (know = true) => {
    office = await Office.open(2, know);
    const [first, second] = office.stations;
    if (!first || !second) throw new Error('An office has at least two workstations.');
    [here, there, place] = [first, second, 500];
    ({ id: caseId } = await here.call('case.create', caseInput()));
    if (know) office.settle();
  };
  beforeEach(() => open());
  afterEach(() => office.close());

  const ask = (more: Parameters<typeof messageInput>[0] = {}) =>
    here.call('message.send', messageInput({ caseId, ...more }));
  const itemOf = (id: string): OutboxRecord => {
    const item = outboxItemById(here.station.store.read, id);
    if (!item) throw new Error('Not in the outbox');
    return item;
  };
  /** The hub takes a message over, and the colleague reads it in the stream. */
  const travel = (id: string): void => {
    const item = itemOf(id);
    const envelopeId = item.envelopeId ?? '';
    place += 1;
    here.transaction(({ tx, now }) => {
      updateOutboxItem(tx, id, { state: 'sent', sentAt: now }, now);
      tx.run('UPDATE messages SET stream_number = ? WHERE id = ?', [place, id]);
    });
    const body = JSON.parse(item.body ?? '');
    arrive(there, { envelopeId, from: 'UTO', to: item.to, streamNumber: place, body });
  };
  /** FRI answers, at both workstations. */
  const answer = (conversation: string): string => {
    const envelopeId = here.newId();
    place += 1;
    for (const core of [here, there])
      arrive(core, {
        envelopeId,
        streamNumber: place,
        body: { conversation, inReplyTo: conversation, subject: 'It was she' },
      });
    return envelopeId;
  };
  const toldAt = async (core: CoreStation, id: CaseId = caseId) =>
    (await core.call('case.timeline', { id })).rows
      .filter(({ kind }) => kind === 'request-sent' || kind === 'message-received')
      .map(({ kind, actor, data, subjectId }) => ({ kind, actor, data, subjectId }))
      .toReversed();
  const inCase = async (core: CoreStation, id: CaseId = caseId) =>
    (await core.call('message.list', { caseId: id })).rows.map((row) => row.id).toSorted();
  const waitingAt = (core: CoreStation) => core.station.store.read.all('SELECT needs FROM waiting_entries');
  const expectSame = async (id: CaseId = caseId) => {
    expect(await inCase(there, id)).toEqual(await inCase(here, id));
    expect(await toldAt(there, id)).toEqual(await toldAt(here, id));
    expect(waitingAt(there)).toEqual([]);
  };

  it('stands in it at a colleague as soon as it comes, and so does its answer: in the list, the timeline and the search', async () => {
    const { id } = await ask();
    office.settle();
    expect(await inCase(there)).toEqual([]);
    travel(id);
    const said = { kind: 'request-sent', actor: 'Olaf Officer', subjectId: id };
    expect(await toldAt(there)).toMatchObject([{ ...said, data: { to: 'FRI', priority: 'routine' } }]);
    const reply = answer(id);
    expect(await inCase(there)).toEqual([id, reply].toSorted());
    expect((await toldAt(there)).map(({ kind, actor }) => [kind, actor])).toEqual([
      ['request-sent', 'Olaf Officer'],
      ['message-received', 'FRI'],
    ]);
    expect((await there.call('case.get', { id: caseId })).counts.messages).toBe(2);
    expect(await there.call('message.thread', { conversationId: id })).toMatchObject([{ caseId }, { caseId }]);
    expect(await there.call('search.all', { text: 'port alba passport' })).toMatchObject([{ id, caseId }]);
    await expectSame();
  });

  it('is told of there as it goes on: that it was delivered, and read', async () => {
    const { id } = await ask();
    office.settle();
    travel(id);
    const receipt = { messageId: id, state: 'read', at: '2026-11-23T09:00:00.000Z' } as never;
    for (const core of [here, there]) core.transaction((rec) => applyReceipt(rec, 'FRI', receipt));
    for (const core of [here, there])
      expect((await core.call('case.timeline', { id: caseId })).rows[0]).toMatchObject({ kind: 'request-read' });
  });

  it('stands in it where the word of its place, or the case itself, comes after it', async () => {
    const { id: later } = await here.call('case.create', caseInput({ title: 'Not known there yet' }));
    const { id } = await ask({ caseId: later });
    travel(id);
    const reply = answer(id);
    office.send(here);
    const entries = office.stream.slice(1).flatMap(({ body }) => body.entries);
    const workstation = here.station.identity.workstationId;
    const read = (body: { entries: typeof entries }) =>
      there.transaction((rec) => applyEntries(rec, body, { workstation, streamNumber: 900 }));
    read({ entries: entries.filter(({ entry }) => entry === 'change') });
    expect((await there.call('message.thread', { conversationId: id }))[0]?.caseId).toBeNull();
    read({ entries: entries.filter(({ entry }) => entry === 'record') });
    expect(await inCase(there, later)).toEqual([id, reply].toSorted());
    await expectSame(later);
  });

  it('is told of in one case, with its answer, where two have put it into two others at the same time', async () => {
    const { id: third, reference } = await here.call('case.create', caseInput({ title: 'Another' }));
    const { id: fourth } = await there.call('case.create', caseInput({ title: 'One more' }));
    const { id } = await ask();
    office.settle();
    travel(id);
    await here.call('message.file', { conversationId: id, caseId: third });
    await there.call('message.file', { conversationId: id, caseId: fourth });
    answer(id);
    office.settle();
    for (const one of [caseId, third, fourth]) await expectSame(one);
    const told = [caseId, third, fourth].map(async (one) => (await toldAt(here, one)).map(({ kind }) => kind));
    expect(await Promise.all(told)).toEqual([[], [], ['request-sent', 'message-received']]);
    const moved = async (core: CoreStation) =>
      (await core.call('case.timeline', { id: caseId })).rows.filter(({ kind }) => kind === 'conversation-moved');
    expect(await moved(there)).toEqual(await moved(here));
    expect(await moved(here)).toHaveLength(2);
    expect(await moved(here)).toContainEqual(
      expect.objectContaining({ actor: 'Olaf Officer', data: expect.objectContaining({ to: reference }) }),
    );
  });

  it('leaves the bureau’s own file in the case it was taken from, wherever its conversation is put', async () => {
    const { id: other } = await there.call('case.create', caseInput({ title: 'Another' }));
    const file = { name: 'page.pdf', mediaType: 'application/pdf', size: 3, sha256: 'a'.repeat(64) };
    const attachments = [{ ...file, blobId: there.newId(), contentKey: 'A'.repeat(43) }];
    const envelopeId = there.newId();
    arrive(there, { envelopeId, from: 'UTO', to: ['FRI'], streamNumber: 501, body: { attachments } });
    await there.call('message.file', { conversationId: envelopeId as MessageId, caseId: other });
    expect(await there.call('case.files', { id: other })).toEqual([]);
  });

  it('stands in it once, however often it and its place are said', async () => {
    const { id } = await ask();
    office.settle();
    travel(id);
    answer(id);
    for (const { from: workstation, body } of [...office.stream])
      there.transaction((rec) => applyEntries(rec, body, { workstation, streamNumber: 950 }));
    arrive(there, { envelopeId: id, from: 'UTO', to: ['FRI'] });
    expect(await toldAt(there)).toHaveLength(2);
    await expectSame();
  });

  it('has its place said ahead of it, as urgent as it is, and once for the whole conversation', async () => {
    const { id } = await ask({ priority: 'urgent', answerBy: here.clock.at + 86_400_000 });
    const due = [...dueOutboxItems(here.station.store.read, here.clock.at, true)];
    expect(due.map(({ kind, to, priority }) => [kind, to, priority])).toEqual([
      ['record-changes', ['UTO'], 'urgent'],
      ['message', ['FRI'], 'urgent'],
    ]);
    office.settle();
    travel(id);
    const reply = answer(id);
    const before = office.stream.length;
    const second = await here.call('message.send', messageInput({ inReplyTo: reply as MessageId }));
    office.settle();
    travel(second.id);
    expect(office.stream).toHaveLength(before);
    expect(await inCase(there)).toHaveLength(3);
    await expectSame();
  });

  it('says its place to nobody but the own bureau: the message itself names no case by its identifier', async () => {
    const { id } = await ask();
    expect(itemOf(id).body).not.toContain(caseId);
    const others = here.station.store.read.all<{ to: string }>(
      'SELECT DISTINCT to_bureaus AS "to" FROM outbox WHERE instr(body, ?) > 0 AND state = \'waiting\'',
      [caseId],
    );
    expect(others).toEqual([{ to: '["UTO"]' }]);
  });

  it('that was withdrawn before it left is told of to no colleague', async () => {
    const { id } = await ask();
    await here.call('outbox.withdraw', { id });
    office.settle();
    expect(await inCase(there)).toEqual([]);
    expect(await toldAt(there)).toEqual([]);
  });

  it('stands where a colleague has put it since', async () => {
    const { id } = await ask();
    office.settle();
    travel(id);
    const { id: other } = await there.call('case.create', caseInput({ title: 'Another' }));
    await there.call('message.file', { conversationId: id, caseId: other });
    office.settle();
    answer(id);
    expect(await inCase(here)).toEqual([]);
    expect(await inCase(here, other)).toHaveLength(2);
    await expectSame(other);
    await here.call('message.file', { conversationId: id, caseId });
    office.settle();
    expect(await inCase(there)).toHaveLength(2);
    expect(await toldAt(there)).toHaveLength(2);
    await expectSame();
  });

  it('that answers from another case takes its conversation there, all of it, at every workstation', async () => {
    const arrived = here.newId() as MessageId;
    for (const core of [here, there]) arrive(core, { envelopeId: arrived, streamNumber: 499 });
    const { id } = await ask({ inReplyTo: arrived });
    office.settle();
    travel(id);
    expect(await inCase(here)).toEqual([arrived, id].toSorted());
    expect(await toldAt(here)).toHaveLength(2);
    await expectSame();
    const { id: other } = await here.call('case.create', caseInput({ title: 'Another' }));
    const second = await ask({ inReplyTo: arrived, caseId: other });
    office.settle();
    travel(second.id);
    expect(await inCase(here)).toEqual([]);
    expect(await inCase(here, other)).toHaveLength(3);
    await expectSame(other);
  });

  it('is in its place for one that joins, with who sent it and when, whatever envelope it went out in', async () => {
    office.close();
    await open(false);
    const { id } = await ask();
    here.transaction((rec) => applyVerdict(rec, id, staleKey, rec.now));
    const envelopeId = itemOf(id).envelopeId ?? '';
    expect(envelopeId).not.toBe(id);
    there.clock.at += 86_400_000;
    travel(id);
    await here.call('message.send', messageInput({ caseId, subject: 'Not sent before the other joined' }));
    office.introduce();
    office.settle();
    expect(await inCase(there)).toEqual([envelopeId]);
    const sentAt = async (core: CoreStation) =>
      (await core.call('case.timeline', { id: caseId })).rows
        .filter(({ data }) => data.subject === messageInput().subject)
        .map(({ kind, at, actor, subjectId }) => ({ kind, at, actor, subjectId }));
    const [mine] = await sentAt(here);
    expect(mine).toMatchObject({ kind: 'request-sent', subjectId: id });
    expect(await sentAt(there)).toEqual([{ ...mine, subjectId: envelopeId }]);
    expect(await toldAt(there)).toHaveLength(1);
  });

  const staleKey = {
    id: null,
    class: 'conflict',
    code: 'recipient-key-unknown',
    what: '',
    details: { keyId: 'A'.repeat(22) },
  } as never;

  it('of a forerunner of this build is put into its case at the colleagues when this one takes its place', async () => {
    const { id } = await ask();
    here.transaction(({ tx }) => {
      tx.run("DELETE FROM outbox WHERE kind = 'record-changes' AND state = 'waiting'");
      tx.run('DELETE FROM record_changes');
    });
    const elsewhere = await here.call('case.create', caseInput({ title: 'From which an answer went' }));
    travel(id);
    const reply = answer(id);
    here.transaction(({ tx }) => tx.run('UPDATE messages SET case_id = ? WHERE id = ?', [elsewhere.id, reply]));
    office.settle();
    expect((await there.call('message.thread', { conversationId: id }))[0]?.caseId).toBeNull();
    const offered = office.stream.length;
    for (const core of office.stations)
      core.transaction(({ tx }) => {
        for (const sql of allMigrations.find(({ version }) => version === 13)?.statements ?? []) tx.run(sql);
      });
    office.settle();
    expect(office.stream).toHaveLength(offered + 1);
    expect(await inCase(there, elsewhere.id)).toEqual([id, reply].toSorted());
    await expectSame(elsewhere.id);
    office.settle();
    expect(office.stream).toHaveLength(offered + 1);
  });

  it('stands in it also where its bundle is taken over after the word of its place', async () => {
    const { id } = await ask();
    office.settle();
    const item = itemOf(id);
    const from = { bureau: 'UTO', workstation: here.station.identity.workstationId };
    const envelope = {
      id,
      kind: 'message',
      from,
      to: item.to,
      priority: 'routine',
      sequence: 4,
    } as unknown as Envelope;
    const body = messageBody.parse({ ...JSON.parse(item.body ?? ''), attachments: [] });
    there.transaction((rec) => takeOverEnvelope(rec, 'Otto Officer', { kind: 'message', envelope, body }, new Map()));
    expect(await inCase(there)).toEqual([id]);
    await expectSame();
    expect(outboxItemById(there.station.store.read, id)).toMatchObject({ state: 'waiting', caseId });
  });
});
