import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noteSentElsewhere } from '#core/messages/after-restore.ts';
import { applyVerdict } from '#core/messages/apply-verdict.ts';
import { takeBackMessage } from '#core/messages/take-back-message.ts';
import { messageById } from '#core/store/tables/messages.ts';
import { type OutboxChange, outboxItemById, updateOutboxItem } from '#core/store/tables/outbox.ts';
import type { MessageId } from '#shared/lib/ids.ts';
import type { Verdict } from '#shared/protocol/acceptance.ts';
import { messageBody } from '#shared/protocol/message-body.ts';
import { messageInput } from '#test/helpers/casework.ts';
import { CoreStation } from '#test/helpers/core-station.ts';
import { arrive } from '#test/helpers/incoming.ts';

describe('a message of this workstation that comes back in its bureau’s stream', () => {
  let core: CoreStation;

  beforeEach(async () => {
    core = await CoreStation.open();
  });

  afterEach(() => core.close());

  it('stands where the stream has it, also when a restored hub has given it another number', async () => {
    const { id } = await core.call('message.send', messageInput());
    const { to, subject, body: text, priority, handling, marking } = messageById(core.station.store.read, id) ?? {};
    const rest = { purpose: 'obtain-information', conversation: id, subjects: [], attachments: [] };
    const body = messageBody.parse({ subject, text, priority, handling, marking, ...rest });
    const comesBack = (streamNumber: number) =>
      core.transaction((rec) =>
        takeBackMessage(rec, { ownBureau: 'UTO', envelopeId: id, from: 'UTO', to: to ?? [], streamNumber, body }),
      );
    const place = () => messageById(core.station.store.read, id)?.streamNumber;
    comesBack(45);
    expect(place()).toBe(45);
    comesBack(54);
    expect(place()).toBe(54);
    expect(await core.call('message.list', { box: 'sent' })).toMatchObject({ total: 1 });
  });

  it('is shown as sent, and the request as answered, though it was withdrawn here: this is an older copy, and it had left', async () => {
    const request = core.newId() as MessageId;
    arrive(core, { envelopeId: request });
    const { id } = await core.call('message.send', messageInput({ inReplyTo: request }));
    await core.call('outbox.withdraw', { id });
    const stateOf = async () => (await core.call('message.list', { box: 'sent' })).rows.map(({ state }) => state);
    const isAnswered = () => messageById(core.station.store.read, request)?.answeredAt !== null;
    expect([await stateOf(), isAnswered()]).toEqual([['withdrawn'], false]);
    core.transaction((rec) => noteSentElsewhere(rec, id));
    expect([await stateOf(), isAnswered()]).toEqual([['sent'], true]);
  });

  describe('in the envelope that followed a refused one, where an older copy knows only that', () => {
    let id: MessageId;

    const item = () => outboxItemById(core.station.store.read, id);
    const asCopied = () => {
      const copied = {
        state: 'waiting',
        envelopeId: id,
        sequence: 4,
        envelope: '{}',
        sentAt: null,
        problemDetail: null,
      };
      core.transaction(({ tx, now }) => updateOutboxItem(tx, id, copied as OutboxChange, now));
    };
    const refuseKey = () => {
      const details = { bureau: 'FRI', keyId: 'old' };
      const verdict = {
        id: id as never,
        code: 'recipient-key-unknown',
        class: 'conflict',
        what: '',
        toDo: '',
        details,
      };
      core.transaction((rec) => applyVerdict(rec, id, verdict as Verdict, rec.now));
      return item()?.envelopeId ?? '';
    };
    const comesBack = (envelopeId: string) => {
      const { subject, body: text, priority, handling, marking } = messageById(core.station.store.read, id) ?? {};
      const rest = { purpose: 'obtain-information', conversation: id, subjects: [], attachments: [] };
      const body = messageBody.parse({ subject, text, priority, handling, marking, ...rest });
      core.transaction((rec) => {
        noteSentElsewhere(rec, envelopeId, 5);
        takeBackMessage(rec, { ownBureau: 'UTO', envelopeId, from: 'UTO', to: ['FRI'], streamNumber: 45, body });
      });
    };

    beforeEach(async () => {
      ({ id } = await core.call('message.send', messageInput()));
      asCopied();
    });

    it('is shown as sent, once, when the copy has read the stream', async () => {
      const following = refuseKey();
      asCopied();
      comesBack(following);
      expect(item()).toMatchObject({ state: 'sent', envelopeId: following, sequence: 5, envelope: null });
      expect(await core.call('message.list', { box: 'sent' })).toMatchObject({ total: 1, rows: [{ state: 'sent' }] });
    });

    it('leaves under the same identifier when the copy was let go on, so that the hub takes it once', () => {
      const following = refuseKey();
      asCopied();
      expect(refuseKey()).toBe(following);
    });

    it('is the same where somebody sent it again, and somebody sent that again', async () => {
      const sendAgain = async () => {
        core.transaction(({ tx, now }) => updateOutboxItem(tx, id, { state: 'needs-attention' }, now));
        await core.call('outbox.retry', { id });
        return item()?.envelopeId ?? '';
      };
      const [first, second] = [await sendAgain(), await sendAgain()];
      expect(new Set([id, first, second]).size).toBe(3);
      asCopied();
      comesBack(second);
      expect(item()).toMatchObject({ state: 'sent', envelopeId: second });
      expect(await core.call('message.list', { box: 'sent' })).toMatchObject({ total: 1 });
    });
  });
});
