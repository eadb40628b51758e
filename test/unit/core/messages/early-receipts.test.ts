import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyEarlyReceipts, keepEarlyReceipt } from '#core/messages/early-receipts.ts';
import { recipientsOf } from '#core/store/tables/message-recipients.ts';
import { syncState } from '#core/store/tables/sync-state.ts';
import type { EnvelopeId } from '#shared/lib/ids.ts';
import { CoreStation } from '#test/helpers/core-station.ts';
import { arrive } from '#test/helpers/incoming.ts';

const AT = '2026-11-23T09:00:00.000Z';

describe('a receipt that comes before the message it is for', () => {
  let core: CoreStation;
  let envelopeId: EnvelopeId;

  beforeEach(async () => {
    core = await CoreStation.open();
    envelopeId = core.newId() as EnvelopeId;
  });

  afterEach(() => core.close());

  const early = (from: string, state: 'delivered' | 'read') =>
    core.transaction((rec) => keepEarlyReceipt(rec, from, { messageId: envelopeId, state, at: AT }));

  it('counts when the message has come from another workstation of the bureau, and is then forgotten', () => {
    early('FRI', 'delivered');
    early('GIN', 'delivered');
    early('FRI', 'read');
    arrive(core, { envelopeId, from: 'UTO', to: ['FRI', 'GIN'] });
    core.transaction((rec) => applyEarlyReceipts(rec, envelopeId));
    const { read } = core.station.store;
    expect(recipientsOf(read, envelopeId).map(({ bureau, state }) => [bureau, state])).toEqual([
      ['FRI', 'read'],
      ['GIN', 'delivered'],
    ]);
    expect(syncState(read, `early-receipts ${envelopeId}`)).toBeNull();
  });

  it('says nothing of any other message', () => {
    early('FRI', 'delivered');
    const other = core.newId() as EnvelopeId;
    arrive(core, { envelopeId: other, from: 'UTO', to: ['FRI'] });
    core.transaction((rec) => applyEarlyReceipts(rec, other));
    expect(recipientsOf(core.station.store.read, other)).toMatchObject([{ bureau: 'FRI', state: 'sent' }]);
  });
});
