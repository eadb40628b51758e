import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyReceipt } from '#core/messages/apply-receipt.ts';
import { keepEarlyReceipt } from '#core/messages/early-receipts.ts';
import { applyEntries } from '#core/sharing/apply-entries.ts';
import { askFor, handOverSome } from '#core/sharing/hand-over.ts';
import { noteMissing, openWants } from '#core/sharing/hand-over-wants.ts';
import { attachmentsOfMessage } from '#core/store/tables/attachments.ts';
import { putSyncState } from '#core/store/tables/sync-state.ts';
import type { CaseId, EnvelopeId, MessageId } from '#shared/lib/ids.ts';
import { recordChangesBody } from '#shared/protocol/record-changes-body.ts';
import { caseInput } from '#test/helpers/casework.ts';
import type { CoreStation } from '#test/helpers/core-station.ts';
import { arrive } from '#test/helpers/incoming.ts';
import { Office } from '#test/helpers/office.ts';

describe('the messages of the bureau, to who joins after the hub has let go of them', () => {
  let office: Office;
  let eldest: CoreStation;
  let second: CoreStation;
  let late: CoreStation;
  let caseId: CaseId;
  let received: MessageId;
  let sent: MessageId;

  beforeEach(async () => {
    office = await Office.open(3);
    const [a, b, c] = office.stations;
    if (!a || !b || !c) throw new Error('Three workstations');
    [eldest, second, late] = [a, b, c];
    ({ id: caseId } = await eldest.call('case.create', caseInput()));
    received = eldest.newId() as MessageId;
    sent = eldest.newId() as MessageId;
    for (const core of [eldest, second]) {
      arrive(core, {
        envelopeId: received,
        streamNumber: 7,
        body: { author: 'Inspector Varga', attachments: [photograph] },
      });
      const answer = { subject: 'It was the owner', conversation: received, inReplyTo: received };
      arrive(core, { envelopeId: sent, streamNumber: 8, from: 'UTO', to: ['FRI', 'RUR'], body: answer });
      const receipt = {
        messageId: sent as string as EnvelopeId,
        state: 'read',
        at: '2026-01-01T00:00:00.000Z',
      } as never;
      core.transaction((rec) => applyReceipt(rec, 'FRI', receipt));
    }
    await eldest.call('message.file', { conversationId: received, caseId });
    for (const core of [eldest, second]) office.send(core);
    for (const core of [eldest, second]) office.pull(core);
    forgetStream();
  });
  afterEach(() => office.close());

  const photograph = {
    name: 'photograph.jpg',
    mediaType: 'image/jpeg',
    size: 20_000,
    sha256: 'ab'.repeat(32),
    blobId: '0192f3a0-0000-7000-8000-000000000001',
    contentKey: 'A'.repeat(43),
  };
  const forgetStream = () =>
    late.transaction(({ tx }) => {
      putSyncState(tx, 'stream-cursor', String(office.stream.length));
      noteMissing(tx);
    });
  const ask = () => {
    late.transaction((rec) => askFor(rec, late.station.identity, 'all'));
    office.settle();
  };
  const handOver = (core: CoreStation) => {
    const [wanted] = openWants(core.station.store.read);
    if (!wanted) throw new Error('Nobody wants anything');
    let turns = 1;
    while (core.transaction((rec) => handOverSome(rec, core.station.identity, wanted))) turns += 1;
    return turns;
  };
  const threadAt = (core: CoreStation) => core.call('message.thread', { conversationId: received });
  const countAt = (core: CoreStation, table: string) =>
    core.station.store.read.get<{ count: number }>(`SELECT count(*) AS count FROM ${table}`)?.count;
  const receiptsAt = (core: CoreStation) =>
    core.station.store.read.all("SELECT id FROM outbox WHERE kind = 'receipt'").length;

  it('come as they stand: what was written, by whom and when, and how far each addressee is', async () => {
    ask();
    handOver(eldest);
    office.settle();
    // Where the files come from differs, and what nobody has opened at the colleague counts as read here.
    const told = async (core: CoreStation) =>
      (await threadAt(core)).map(({ files: _files, state, ...one }) => ({
        ...one,
        state: one.direction === 'in' ? 'read' : state,
      }));
    expect(await told(late)).toEqual(await told(eldest));
    expect((await threadAt(late)).find(({ id }) => id === received)?.state).toBe('read');
    const answer = (await threadAt(late)).find(({ id }) => id === sent);
    expect(answer?.recipients.map(({ bureau, state }) => [bureau, state])).toEqual([
      ['FRI', 'read'],
      ['RUR', 'sent'],
    ]);
    const numbers = 'SELECT id, stream_number, at, author FROM messages ORDER BY id';
    expect(late.station.store.read.all(numbers)).toEqual(eldest.station.store.read.all(numbers));
  });

  it('stand in their case and its timeline and are found by a search', async () => {
    ask();
    handOver(eldest);
    office.settle();
    for (const message of await threadAt(late)) expect(message.caseId).toBe(caseId);
    const indexed =
      "SELECT ref_id, case_id, title, detail FROM search_documents WHERE kind = 'message' ORDER BY ref_id";
    expect(late.station.store.read.all(indexed)).toEqual(eldest.station.store.read.all(indexed));
    const told = "SELECT id, kind, at, actor, subject_id FROM events WHERE subject_kind = 'message' ORDER BY id";
    expect(late.station.store.read.all(told)).toHaveLength(2);
    expect(late.station.store.read.all(told)).toEqual(eldest.station.store.read.all(told));
    expect(countAt(late, 'waiting_entries')).toBe(0);
  });

  it('are no news: nobody is told that they arrived or were read', async () => {
    ask();
    handOver(eldest);
    office.settle();
    await late.call('message.mark-read', { conversationId: received });
    expect(receiptsAt(late)).toBe(0);
  });

  it('are there once, whoever hands them over and however often, and what was there stays', async () => {
    arrive(late, {
      envelopeId: sent,
      streamNumber: 8,
      from: 'UTO',
      to: ['FRI', 'RUR'],
      body: { conversation: received },
    });
    ask();
    handOver(eldest);
    handOver(second);
    office.settle();
    for (const { from, body } of [...office.stream])
      late.transaction((rec) => applyEntries(rec, body, { workstation: from, streamNumber: 900 }));
    for (const core of office.stations) {
      expect(countAt(core, 'messages')).toBe(2);
      expect(countAt(core, 'message_recipients')).toBe(3);
      expect(countAt(core, 'message_attachments')).toBe(1);
    }
    for (const { caseId: inCase } of await threadAt(late)) expect(inCase).toBe(caseId);
    // The stream brings it after all, as from a hub that was put back: still one, and nothing is acknowledged.
    arrive(late, { envelopeId: received, streamNumber: 12 });
    expect(countAt(late, 'messages')).toBe(2);
    expect(receiptsAt(late)).toBe(0);
  });

  it('are handed over a few at a time', () => {
    for (let number = 0; number < 25; number += 1)
      arrive(eldest, { envelopeId: eldest.newId(), streamNumber: 20 + number });
    ask();
    // A turn for the case, one to end each of the eight kinds, and three for 27 messages.
    expect(handOver(eldest)).toBe(1 + 8 + 3);
    office.settle();
    expect(countAt(late, 'messages')).toBe(27);
  });

  it('leave out what the hub has not had: that comes by the stream', () => {
    const waiting = eldest.newId();
    arrive(eldest, { envelopeId: waiting, from: 'UTO', to: ['FRI'] });
    eldest.transaction(({ tx }) => tx.run('UPDATE messages SET stream_number = NULL WHERE id = ?', [waiting]));
    ask();
    handOver(eldest);
    office.settle();
    expect(countAt(late, 'messages')).toBe(2);
  });

  it('take in what an addressee said of one before it was handed over', async () => {
    const receipt = {
      messageId: sent as string as EnvelopeId,
      state: 'delivered',
      at: '2026-01-01T00:00:00.000Z',
    } as never;
    late.transaction((rec) => keepEarlyReceipt(rec, 'RUR', receipt));
    ask();
    handOver(eldest);
    office.settle();
    const answer = (await threadAt(late)).find(({ id }) => id === sent);
    expect(answer?.recipients.find(({ bureau }) => bureau === 'RUR')?.state).toBe('delivered');
  });

  it('bring their files: from a colleague who has them, else from where the message’s envelope says', () => {
    ask();
    handOver(eldest);
    office.settle();
    const [file] = attachmentsOfMessage(late.station.store.read, received);
    expect(file).toMatchObject({ state: 'arriving', digest: photograph.sha256, caseId });
    expect(JSON.parse(file?.remote ?? '')).toEqual(photograph);
    expect(contentsQueuedAt(eldest)).toBe(0);
  });

  it('wait for the content of a file that the colleague has, which the others pass over', () => {
    eldest.transaction(({ tx }) => tx.run("UPDATE attachments SET state = 'here' WHERE message_id = ?", [received]));
    ask();
    handOver(eldest);
    office.settle();
    expect(attachmentsOfMessage(late.station.store.read, received)[0]?.state).toBe('announced');
    expect(contentsQueuedAt(eldest)).toBe(1);
    const anew = { ...photograph, blobId: '0192f3a0-0000-7000-8000-000000000002', sealedDigest: 'cd'.repeat(32) };
    const values = { fileId: eldest.newId(), messageId: received, ...anew };
    const entry = {
      entry: 'record',
      kind: 'file-content',
      id: eldest.newId(),
      values,
      author: 'k',
      at: '2026-01-01T00:00:00.000Z',
    };
    const body = recordChangesBody.parse({ entries: [entry] });
    for (const core of office.stations) {
      const workstation = eldest.station.identity.workstationId;
      core.transaction((rec) => applyEntries(rec, body, { workstation, streamNumber: 950 }));
      expect(countAt(core, 'waiting_entries')).toBe(0);
    }
    const [file] = attachmentsOfMessage(late.station.store.read, received);
    expect(file?.state).toBe('arriving');
    expect(JSON.parse(file?.remote ?? '')).toEqual(anew);
  });

  const contentsQueuedAt = (core: CoreStation) =>
    core.station.store.read.all("SELECT id FROM outbox WHERE kind = 'case-file'").length;
});
