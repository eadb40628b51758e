import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyReceipt } from '#core/messages/apply-receipt.ts';
import { applyVerdict } from '#core/messages/apply-verdict.ts';
import { followingEnvelopeId } from '#core/outbox/following-envelope.ts';
import { lostArrivals, noteLostAfter } from '#core/store/tables/arrivals.ts';
import { updateRecipient } from '#core/store/tables/message-recipients.ts';
import { outboxItemById, updateOutboxItem } from '#core/store/tables/outbox.ts';
import { makeVerdict } from '#hub/services/rule-on-envelopes.ts';
import type { Verdict } from '#shared/protocol/acceptance.ts';
import { messageInput } from '#test/helpers/casework.ts';
import { CoreStation } from '#test/helpers/core-station.ts';
import { arrive } from '#test/helpers/incoming.ts';

const FIRST = 1;
const AGAIN = 9;

describe('a message that leaves in a following envelope, as the hub that was put back knows no key it was sealed to', () => {
  let core: CoreStation;
  let envelopeId: string;
  let following: string;

  beforeEach(async () => {
    core = await CoreStation.open();
    envelopeId = core.newId();
    following = followingEnvelopeId(followingEnvelopeId(envelopeId));
  });
  afterEach(() => core.close());

  const inbox = async () => (await core.call('message.list', { box: 'inbox' })).rows;

  it.each([
    ['the first', () => [envelopeId, following]],
    ['the one that followed, as from a colleague who joined later', () => [following, envelopeId]],
  ])('is one message to whom had %s', async (_what, order) => {
    const [before = '', after = ''] = order();
    arrive(core, { envelopeId: before, streamNumber: FIRST });
    const { isNew } = arrive(core, { envelopeId: after, streamNumber: AGAIN });
    expect(isNew).toBe(false);
    expect(await inbox()).toHaveLength(1);
  });

  it('is not lost any more, so that nobody offers it for its author', () => {
    arrive(core, { envelopeId, streamNumber: FIRST });
    core.transaction(({ tx }) => noteLostAfter(tx, 0));
    arrive(core, { envelopeId: following, streamNumber: AGAIN });
    expect(lostArrivals(core.station.store.read, 10)).toEqual([]);
  });

  it('is answered under either', async () => {
    arrive(core, { envelopeId, streamNumber: FIRST });
    const reply = core.newId();
    arrive(core, { envelopeId: reply, streamNumber: 2, body: { inReplyTo: following, conversation: envelopeId } });
    const rows = await core.call('message.thread', { conversationId: envelopeId as never });
    expect(rows.find(({ id }) => id === reply)?.inReplyTo).toBe(envelopeId);
  });

  it('is another one where another bureau bears the identifier, and neither takes the place of the other', async () => {
    arrive(core, { envelopeId, streamNumber: FIRST });
    expect(() => arrive(core, { envelopeId: following, from: 'GIN', streamNumber: AGAIN })).toThrow('another bureau');
    expect(await inbox()).toHaveLength(1);
  });

  describe('at its author', () => {
    let id: string;
    const read = () => core.station.store.read;

    beforeEach(async () => {
      ({ id } = await core.call('message.send', messageInput()));
    });

    it('is delivered and read, whichever of them the addressee had', () => {
      const receipt = (messageId: string, state: 'delivered' | 'read') =>
        core.transaction((rec) =>
          applyReceipt(rec, 'FRI', {
            messageId: messageId as never,
            state,
            at: new Date(rec.now).toISOString() as never,
          }),
        );
      const second = followingEnvelopeId(id);
      core.transaction(({ tx, now }) =>
        updateOutboxItem(tx, id, { state: 'sent', sentAt: now, envelopeId: followingEnvelopeId(second) }, now),
      );
      expect(receipt(second, 'delivered')).toBe(true);
      expect(receipt(id, 'read')).toBe(true);
    });

    it('leaves when the hub has refused what had its id before, as an old bundle had brought it to one that was put back', () => {
      const verdict = (before: string) => ({ ...makeVerdict(id as never, 'id-reused', { before }) }) as Verdict;
      core.transaction((rec) => applyVerdict(rec, id, verdict('refused'), rec.now));
      const state = { state: 'waiting', envelope: null, sequence: null };
      expect(outboxItemById(read(), id)).toMatchObject({ ...state, envelopeId: followingEnvelopeId(id) });
      core.transaction((rec) => applyVerdict(rec, id, verdict('accepted'), rec.now));
      expect(outboxItemById(read(), id)).toMatchObject({ state: 'needs-attention', problemCode: 'id-reused' });
    });

    it('leaves no more often than others know it by: a hub that always says so is not offered it without end', () => {
      const refused = () => {
        const { envelopeId: offered } = outboxItemById(read(), id) ?? {};
        const verdict = makeVerdict(offered as never, 'id-reused', { before: 'refused' });
        return core.transaction((rec) => applyVerdict(rec, id, verdict as Verdict, rec.now));
      };
      const effects = Array.from({ length: 30 }, refused);
      expect(effects.filter((effect) => effect === 'seal-anew')).toHaveLength(20);
      expect(outboxItemById(read(), id)).toMatchObject({ state: 'needs-attention', problemCode: 'id-reused' });
    });

    it('goes to all once more when the hub has lost and then refused it, and somebody sends it again', async () => {
      const { to } = outboxItemById(read(), id) ?? {};
      core.transaction(({ tx, now }) => {
        updateRecipient(tx, id, { bureau: 'FRI', state: 'read', deliveredAt: now, readAt: now });
        updateOutboxItem(tx, id, { state: 'waiting', sentAt: now, envelope: '{}', sequence: 3 }, now);
      });
      const refused = { id: id as never, code: 'addressee-unknown', class: 'invalid', what: '', toDo: '' } as const;
      core.transaction((rec) => applyVerdict(rec, id, refused as Verdict, rec.now));
      await core.call('outbox.retry', { id });
      expect(outboxItemById(read(), id)).toMatchObject({ to, envelopeId: followingEnvelopeId(id) });
    });
  });
});
