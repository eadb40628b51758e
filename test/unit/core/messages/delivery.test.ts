import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyReceipt } from '#core/messages/apply-receipt.ts';
import { applyVerdict } from '#core/messages/apply-verdict.ts';
import { type OutboxRecord, outboxItemById, updateOutboxItem } from '#core/store/tables/outbox.ts';
import type { CaseId, EnvelopeId, MessageId } from '#shared/lib/ids.ts';
import type { Verdict } from '#shared/protocol/acceptance.ts';
import { type AnswerCode, answers } from '#shared/protocol/answers.ts';
import type { MessageReceiptBody } from '#shared/protocol/message-receipt-body.ts';
import { caseInput, messageInput } from '#test/helpers/casework.ts';
import { CoreStation, START } from '#test/helpers/core-station.ts';

const RETRY_AT = START + 3_600_000;

describe('what leaves', () => {
  let core: CoreStation;
  let caseId: CaseId;
  let id: MessageId;

  beforeEach(async () => {
    core = await CoreStation.open();
    caseId = (await core.call('case.create', caseInput())).id;
    id = (await core.call('message.send', messageInput({ caseId, to: ['FRI', 'GIN'] }))).id;
  });

  afterEach(() => core.close());

  const item = (): OutboxRecord => outboxItemById(core.station.store.read, id) as OutboxRecord;
  const setState = (state: OutboxRecord['state']) =>
    core.transaction(({ tx, now }) => updateOutboxItem(tx, id, { state }, now));

  const hubSays = (code: AnswerCode, details: Verdict['details'] = {}) => {
    const receipt = {
      envelopeId: id as unknown as EnvelopeId,
      streamNumber: 7,
      receivedAt: '2026-11-23T09:00:00.000Z',
      audit: { number: 1, hash: 'ab'.repeat(32) },
    };
    const answer: Verdict = {
      id: receipt.envelopeId,
      code,
      class: answers[code].class,
      what: answers[code].what,
      toDo: '',
      details,
    };
    const verdict = code === 'accepted' ? { ...answer, receipt } : answer;
    return core.transaction((rec) => applyVerdict(rec, id, verdict, RETRY_AT));
  };

  const says = (bureau: string, state: MessageReceiptBody['state'], messageId: string = id) =>
    core.transaction((rec) =>
      applyReceipt(rec, bureau, { messageId: messageId as EnvelopeId, state, at: '2026-11-23T09:00:00.000Z' }),
    );

  const shown = async () => {
    const [message] = await core.call('message.thread', { conversationId: id });
    return [message?.state, ...(message?.recipients.map(({ bureau, state }) => `${bureau} ${state}`) ?? [])];
  };

  const kinds = async () => (await core.call('case.timeline', { id: caseId })).rows.map(({ kind }) => kind);

  it('is sent when the hub has it, delivered when all have it, and read when all have read it', async () => {
    setState('sending');
    expect(await shown()).toEqual(['sending', 'FRI sending', 'GIN sending']);
    expect(hubSays('accepted')).toBe('accepted');
    expect(await shown()).toEqual(['sent', 'FRI sent', 'GIN sent']);
    says('FRI', 'delivered');
    expect(await shown()).toEqual(['sent', 'FRI delivered', 'GIN sent']);
    says('GIN', 'read');
    expect(await shown()).toEqual(['delivered', 'FRI delivered', 'GIN read']);
    says('FRI', 'read');
    expect(await shown()).toEqual(['read', 'FRI read', 'GIN read']);
    expect(item().state).toBe('read');
    expect(await kinds()).toEqual([
      'request-read',
      'request-read',
      'request-delivered',
      'request-sent',
      'case-created',
    ]);
  });

  it.each(['waiting', 'sending'] as const)(
    'goes on (%s) until the hub has answered, though an addressee has it: a hub that was put back may have lost it since',
    async (state) => {
      setState(state);
      expect([says('FRI', 'delivered'), says('GIN', 'read')]).toEqual([true, true]);
      expect(item()).toMatchObject({ state, sentAt: null });
      expect(await shown()).toEqual([state, 'FRI delivered', 'GIN read']);
      expect(hubSays('accepted')).toBe('accepted');
      expect(await shown()).toEqual(['delivered', 'FRI delivered', 'GIN read']);
    },
  );

  it('is not moved by what comes twice, late or from a bureau it was not sent to', async () => {
    hubSays('accepted');
    says('FRI', 'read');
    expect([says('FRI', 'delivered'), says('FRI', 'read'), says('XXX', 'read')]).toEqual([false, false, false]);
    expect(await kinds()).toEqual(['request-read', 'request-sent', 'case-created']);
  });

  it('waits on when nothing was decided, until it is to be tried again', async () => {
    setState('sending');
    expect(hubSays('busy')).toBe('retry');
    expect(item()).toMatchObject({ state: 'waiting', attempts: 1, nextAttemptAt: RETRY_AT });
    const [listed] = await core.call('outbox.list', {});
    expect(listed).toMatchObject({ reason: 'back-off', canWithdraw: true, canRetry: true });
    core.sync.connection = 'offline';
    expect(await core.call('outbox.list', {})).toMatchObject([{ reason: 'no-network' }]);
  });

  it('needs attention when the hub decided against it, and goes again in a new envelope', async () => {
    setState('sending');
    expect(hubSays('addressee-unknown')).toBe('refused');
    expect(await core.call('outbox.list', {})).toMatchObject([
      { state: 'needs-attention', problem: { code: 'addressee-unknown' }, canRetry: true, canWithdraw: true },
    ]);
    expect((await kinds())[0]).toBe('request-needs-attention');
    await core.call('outbox.retry', { id });
    expect(item()).toMatchObject({ state: 'waiting', attempts: 0, envelope: null, sequence: null, problemCode: null });
    expect(item().envelopeId).not.toBe(id);
    expect(core.sync.woken).toBe(1);
    hubSays('accepted');
    says('FRI', 'delivered', item().envelopeId ?? '');
    expect(await shown()).toEqual(['sent', 'FRI delivered', 'GIN sent']);
  });

  it('is sealed anew, under another id and number, when a recipient’s key was renewed; the same key twice needs attention', () => {
    const numbered = () => {
      const change = { state: 'sending' as const, sequence: 4, envelope: '{}' };
      core.transaction(({ tx, now }) => updateOutboxItem(tx, id, change, now));
    };
    numbered();
    const before = item().envelopeId;
    expect(hubSays('recipient-key-unknown', { bureau: 'FRI', keyId: 'old' })).toBe('seal-anew');
    expect(item()).toMatchObject({ state: 'waiting', sequence: null, envelope: null, nextAttemptAt: null });
    expect(item().envelopeId).not.toBe(before);
    numbered();
    expect(hubSays('recipient-key-unknown', { bureau: 'FRI', keyId: 'older' })).toBe('seal-anew');
    numbered();
    expect(hubSays('recipient-key-unknown', { bureau: 'FRI', keyId: 'older' })).toBe('refused');
    expect(item()).toMatchObject({ state: 'needs-attention', problemCode: 'recipient-key-unknown' });
  });

  it('goes again only to the bureau that could not open it', async () => {
    hubSays('accepted');
    says('FRI', 'delivered');
    says('GIN', 'cannot-open');
    expect(await shown()).toEqual(['needs-attention', 'FRI delivered', 'GIN needs-attention']);
    expect(await core.call('outbox.list', {})).toMatchObject([
      { state: 'needs-attention', problem: { code: 'cannot-open', detail: 'GIN' }, canWithdraw: false, canRetry: true },
    ]);
    await core.call('outbox.retry', { id });
    expect(item()).toMatchObject({ to: ['GIN'], state: 'waiting' });
    says('FRI', 'read');
    expect(await shown()).toEqual(['waiting', 'FRI read', 'GIN waiting']);
    hubSays('accepted');
    says('GIN', 'read', item().envelopeId ?? '');
    expect(await shown()).toEqual(['read', 'FRI read', 'GIN read']);
  });

  it('can be withdrawn before it is sent, and not after', async () => {
    await core.call('outbox.withdraw', { id });
    expect(await shown()).toEqual(['withdrawn', 'FRI withdrawn', 'GIN withdrawn']);
    expect((await kinds())[0]).toBe('request-withdrawn');
    expect(await core.refusal('outbox.withdraw', { id })).toEqual({ code: 'already-sent' });
    const other = await core.call('message.send', messageInput());
    id = other.id;
    setState('sending');
    expect(await core.refusal('outbox.withdraw', { id })).toEqual({ code: 'already-sent' });
    hubSays('accepted');
    expect(await core.refusal('outbox.withdraw', { id })).toEqual({ code: 'already-sent' });
    expect(await core.refusal('outbox.retry', { id })).toEqual({ code: 'not-waiting-for-a-person' });
  });

  it('is listed in the order in which it goes: urgent first; what is gone only when asked for', async () => {
    const urgent = await core.call(
      'message.send',
      messageInput({
        priority: 'urgent',
        answerBy: core.clock.at + 3_600_000,
        subject: 'Urgent: suspect boards 3 November ferry',
      }),
    );
    const listed = await core.call('outbox.list', {});
    expect(listed.map(({ id: each, reason }) => [each, reason])).toEqual([
      [urgent.id, 'next'],
      [id, 'behind-another'],
    ]);
    hubSays('accepted');
    expect((await core.call('outbox.list', {})).map((each) => each.id)).toEqual([urgent.id]);
    expect((await core.call('outbox.list', { finished: true })).map((each) => each.id)).toEqual([urgent.id, id]);
    expect(await core.call('status.get', {})).toMatchObject({ waiting: 1, urgentWaiting: 1, needsAttention: 0 });
  });
});
