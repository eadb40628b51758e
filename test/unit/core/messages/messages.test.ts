import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outboxItemById } from '#core/store/tables/outbox.ts';
import type { CaseId, MessageId } from '#shared/lib/ids.ts';
import { messageBody } from '#shared/protocol/message-body.ts';
import { messageReceiptBody } from '#shared/protocol/message-receipt-body.ts';
import { caseInput, messageInput, personFieldsInput } from '#test/helpers/casework.ts';
import { CoreStation } from '#test/helpers/core-station.ts';
import { arrive } from '#test/helpers/incoming.ts';

describe('messages', () => {
  let core: CoreStation;
  let caseId: CaseId;

  beforeEach(async () => {
    core = await CoreStation.open();
    caseId = (await core.call('case.create', caseInput())).id;
  });

  afterEach(() => core.close());

  const outboxRow = (id: string) => outboxItemById(core.station.store.read, id);

  it('are in the outbox, the case and the search as soon as they are sent', async () => {
    const { id, conversationId } = await core.call('message.send', messageInput({ caseId }));
    expect(conversationId).toBe(id);
    expect(await core.call('message.list', { box: 'sent' })).toMatchObject({
      total: 1,
      rows: [{ id, state: 'waiting', from: 'UTO', to: ['FRI'], caseReference: 'UTO-2026-000001', answered: false }],
    });
    expect(await core.call('outbox.list', {})).toMatchObject([
      { id, kind: 'message', state: 'waiting', canWithdraw: true },
    ]);
    expect(await core.call('search.all', { text: 'port alba passport' })).toMatchObject([
      { kind: 'message', id, caseId },
    ]);
    const [event] = (await core.call('case.timeline', { id: caseId })).rows;
    expect(event).toMatchObject({ kind: 'request-sent', data: { to: 'FRI', priority: 'routine' } });
  });

  it('carry persons and objects as they stood when they were sent', async () => {
    const person = await core.call('person.create', {
      caseId,
      role: 'suspect',
      fields: personFieldsInput({ identityConfirmed: true, height: 178 }),
    });
    const personIds = [person.id];
    const { id } = await core.call('message.send', messageInput({ caseId, personIds }));
    await core.call('person.update', { id: person.id, version: 1, changes: { familyName: 'Changed' } });
    const [sent] = await core.call('message.thread', { conversationId: id });
    expect(sent?.subjects).toEqual([
      {
        kind: 'person',
        title: 'Marenko, Ilja',
        fields: [
          { name: 'familyName', value: 'Marenko' },
          { name: 'forename', value: 'Ilja' },
          { name: 'sex', value: 'M' },
          { name: 'birthDate', value: '1980-04-03' },
          { name: 'nationalities', value: 'UTO' },
          { name: 'height', value: '178' },
          { name: 'identityConfirmed', value: 'true' },
        ],
      },
    ]);
  });

  it('are ready to be sealed: the body is one the protocol takes', async () => {
    const answerBy = core.clock.at + 86_400_000;
    const { id } = await core.call('message.send', messageInput({ caseId, answerBy }));
    const body = messageBody.parse({ ...JSON.parse(outboxRow(id)?.body ?? ''), attachments: [] });
    expect(body).toMatchObject({
      conversation: id,
      author: 'Olaf Officer',
      caseReference: 'UTO-2026-000001',
      answerBy: new Date(answerBy).toISOString(),
    });
  });

  it('do not leave while the precision check finds something blocking', async () => {
    const refused = await core.refusal('message.send', messageInput({ to: [], purpose: null }));
    expect(refused).toMatchObject({ code: 'precision-check', params: { count: 2 } });
    expect(String(refused.params?.codes).split(',').sort()).toEqual(['no-purpose', 'no-recipient']);
    const review = await core.call('message.review', messageInput({ to: ['XXX'] }));
    expect(review.findings).toMatchObject([{ code: 'recipient-unreachable', about: 'XXX' }]);
    expect(await core.call('outbox.list', { finished: true })).toEqual([]);
  });

  it('show their author who will be able to read what', async () => {
    const { readers } = await core.call('message.review', messageInput({ caseId }));
    const body = readers.find(({ field }) => field === 'body');
    expect(body?.readers.map(({ reader, access }) => `${reader} ${access}`)).toEqual([
      'own-bureau reads',
      'recipient reads',
      'hub exists',
    ]);
  });

  it('that name something which is not here are refused', async () => {
    const inReplyTo = core.newId() as MessageId;
    expect(await core.refusal('message.send', messageInput({ inReplyTo }))).toEqual({
      code: 'not-found',
      params: { kind: 'message' },
    });
    await core.call('case.move', { id: caseId, move: 'close', reason: 'Solved' });
    expect(await core.refusal('message.send', messageInput({ caseId }))).toMatchObject({ code: 'case-closed' });
  });

  it('that arrive are here once, however often they come, and their sender is told', async () => {
    const envelopeId = core.newId();
    expect(arrive(core, { envelopeId })).toMatchObject({ isNew: true });
    expect(arrive(core, { envelopeId })).toEqual({ isNew: false });
    expect(await core.call('message.list', { box: 'inbox', unanswered: true })).toMatchObject({
      total: 1,
      rows: [{ id: envelopeId, state: 'delivered', from: 'FRI' }],
    });
    const receipts = await core.call('outbox.list', {});
    expect(receipts).toMatchObject([{ kind: 'receipt', to: ['FRI'], refId: envelopeId, canWithdraw: false }]);
    expect(messageReceiptBody.parse(JSON.parse(outboxRow(receipts[0]?.id ?? '')?.body ?? ''))).toMatchObject({
      messageId: envelopeId,
      state: 'delivered',
    });
  });

  it('that arrive in a conversation join its case and answer its request', async () => {
    const { id } = await core.call('message.send', messageInput({ caseId }));
    const envelopeId = core.newId();
    arrive(core, { envelopeId, body: { conversation: id, inReplyTo: id as never, subject: 'Re: Owner' } });
    const thread = await core.call('message.thread', { conversationId: id });
    expect(thread.map(({ direction, answered }) => [direction, answered])).toEqual([
      ['out', true],
      ['in', false],
    ]);
    expect(thread[1]).toMatchObject({ caseId, inReplyTo: id });
    const [event] = (await core.call('case.timeline', { id: caseId })).rows;
    expect(event).toMatchObject({
      kind: 'message-received',
      actor: 'FRI',
      data: { subject: 'Re: Owner', from: 'FRI' },
    });
  });

  it('tell their sender once that they were read', async () => {
    const envelopeId = core.newId() as MessageId;
    arrive(core, { envelopeId });
    expect(await core.call('message.mark-read', { conversationId: envelopeId })).toEqual({ marked: 1 });
    expect(await core.call('message.mark-read', { conversationId: envelopeId })).toEqual({ marked: 0 });
    expect(await core.call('message.list', {})).toMatchObject({ rows: [{ state: 'read' }] });
    const states = (await core.call('outbox.list', {})).map(({ id }) => JSON.parse(outboxRow(id)?.body ?? '').state);
    expect(states).toEqual(['delivered', 'read']);
  });

  it('are answered in their conversation and their case', async () => {
    const envelopeId = core.newId() as MessageId;
    arrive(core, { envelopeId });
    await core.call('message.file', { conversationId: envelopeId, caseId });
    const answer = await core.call('message.send', messageInput({ inReplyTo: envelopeId }));
    expect(answer.conversationId).toBe(envelopeId);
    expect(await core.call('message.list', { unanswered: true })).toMatchObject({ total: 0 });
    expect(await core.call('message.list', { caseId })).toMatchObject({ total: 2 });
    expect(JSON.parse(outboxRow(answer.id)?.body ?? '')).toMatchObject({
      inReplyTo: envelopeId,
      conversation: envelopeId,
    });
  });

  it('wait for an answer again when the answer was withdrawn before it left', async () => {
    const envelopeId = core.newId() as MessageId;
    arrive(core, { envelopeId });
    const first = await core.call('message.send', messageInput({ inReplyTo: envelopeId }));
    const second = await core.call('message.send', messageInput({ inReplyTo: envelopeId }));
    await core.call('outbox.withdraw', { id: first.id });
    expect(await core.call('message.list', { unanswered: true })).toMatchObject({ total: 0 });
    await core.call('outbox.withdraw', { id: second.id });
    expect(await core.call('message.list', { unanswered: true })).toMatchObject({
      total: 1,
      rows: [{ id: envelopeId }],
    });
  });

  it('are filed with the files they brought, and found in the case', async () => {
    const envelopeId = core.newId() as MessageId;
    const file = {
      name: '../photo.jpg',
      mediaType: 'image/jpeg',
      size: 12,
      sha256: 'ab'.repeat(32),
      blobId: core.newId(),
      contentKey: 'A'.repeat(43),
    };
    arrive(core, { envelopeId, body: { attachments: [file] } });
    await core.call('message.file', { conversationId: envelopeId, caseId });
    expect(await core.call('case.files', { id: caseId })).toMatchObject([{ name: 'photo.jpg', state: 'arriving' }]);
    expect(await core.call('case.get', { id: caseId })).toMatchObject({ counts: { messages: 1, attachments: 1 } });
    const [thread] = await core.call('message.thread', { conversationId: envelopeId });
    expect(thread?.files).toMatchObject([{ name: 'photo.jpg', addedBy: 'FRI' }]);
    expect(JSON.stringify(thread)).not.toContain(file.contentKey);
    const attachmentIds = thread?.files.map(({ id }) => id) ?? [];
    expect(await core.refusal('message.send', messageInput({ attachmentIds }))).toEqual({
      code: 'file-not-here',
      params: { name: 'photo.jpg' },
    });
  });

  it('of another workstation of the bureau are shown as sent, and nobody is told', async () => {
    const envelopeId = core.newId();
    arrive(core, { envelopeId, from: 'UTO', to: ['FRI'] });
    expect(await core.call('message.list', { box: 'sent' })).toMatchObject({
      rows: [{ id: envelopeId, state: 'sent' }],
    });
    expect(await core.call('outbox.list', {})).toEqual([]);
  });

  it('of one’s own that come round by the stream change nothing', async () => {
    const { id } = await core.call('message.send', messageInput());
    expect(arrive(core, { envelopeId: id, from: 'UTO', to: ['FRI'] })).toEqual({ isNew: false });
    expect(await core.call('message.list', {})).toMatchObject({
      total: 1,
      rows: [{ direction: 'out', state: 'waiting' }],
    });
  });

  it('are found by the words of their text and the other bureau’s reference', async () => {
    arrive(core, { envelopeId: core.newId(), body: { text: 'A trawler off Évora', caseReference: 'FRI-2026-000099' } });
    arrive(core, { envelopeId: core.newId(), body: { text: 'Nothing of the kind' } });
    expect(await core.call('message.list', { search: 'evora' })).toMatchObject({ total: 1 });
    expect(await core.call('message.list', { search: 'fri-2026-000099' })).toMatchObject({ total: 1 });
    expect(await core.call('message.list', { search: '***' })).toMatchObject({ total: 0 });
  });
});
