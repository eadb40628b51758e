import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noteToldByColleague } from '#core/messages/told-by-colleague.ts';
import { dueOutboxItems, waitingReceiptsOf } from '#core/store/tables/outbox.ts';
import type { EnvelopeId } from '#shared/lib/ids.ts';
import type { MessageReceiptBody } from '#shared/protocol/message-receipt-body.ts';
import { CoreStation } from '#test/helpers/core-station.ts';
import { arrive } from '#test/helpers/incoming.ts';

const AT = '2026-11-23T09:00:00.000Z';

describe('what the sender of a message is told by a bureau of several workstations', () => {
  let core: CoreStation;
  let envelopeId: EnvelopeId;
  let acknowledgeAt: number;

  beforeEach(async () => {
    core = await CoreStation.open();
    envelopeId = core.newId() as EnvelopeId;
    acknowledgeAt = core.clock.now() + 400;
    arrive(core, { envelopeId, acknowledgeAt });
  });
  afterEach(() => core.close());

  const tell = (state: MessageReceiptBody['state'], messageId = envelopeId) =>
    core.transaction((rec) => noteToldByColleague(rec, { messageId, state, at: AT }));
  const waiting = () => waitingReceiptsOf(core.station.store.read, envelopeId);
  const due = (now: number) => [...dueOutboxItems(core.station.store.read, now, false)].map(({ refId }) => refId);

  it('waits a moment for a colleague to say it, and is then said', () => {
    expect(due(acknowledgeAt - 1)).toEqual([]);
    expect(due(acknowledgeAt)).toEqual([envelopeId]);
  });

  it.each(['delivered', 'read'] as const)('is not said again once a colleague has said "%s"', (state) => {
    tell(state);
    expect(waiting()).toEqual([]);
    expect(due(acknowledgeAt)).toEqual([]);
  });

  it('is said all the same where a colleague could not open it, or spoke of another message', () => {
    tell('cannot-open');
    tell('delivered', core.newId() as EnvelopeId);
    expect(waiting()).toHaveLength(1);
  });

  it('is said again by whoever reads it: that is another thing', async () => {
    const { rows } = await core.call('message.list', { box: 'inbox' });
    await core.call('message.mark-read', { conversationId: rows[0]?.conversationId ?? '' });
    tell('delivered');
    expect(waiting().map(({ body }) => JSON.parse(body ?? '{}').state)).toEqual(['read']);
  });
});
