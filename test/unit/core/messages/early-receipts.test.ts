import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyEarlyReceipts, keepEarlyReceipt, MOST_EARLY_RECEIPTS } from '#core/messages/early-receipts.ts';
import { followingEnvelopeId } from '#core/outbox/following-envelope.ts';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import { loadSqlite, MemoryDatabase } from '#core/store/sqlite.ts';
import { earlyReceiptsOfTheTimeOf } from '#core/store/tables/early-receipts.ts';
import { recipientsOf } from '#core/store/tables/message-recipients.ts';
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
    expect(earlyReceiptsOfTheTimeOf(read, envelopeId)).toEqual([]);
  });

  it('counts where the message comes in an envelope that followed the one it was heard of in', () => {
    early('FRI', 'read');
    const following = followingEnvelopeId(envelopeId);
    arrive(core, { envelopeId: following, from: 'UTO', to: ['FRI'] });
    core.transaction((rec) => applyEarlyReceipts(rec, following));
    expect(recipientsOf(core.station.store.read, following)).toMatchObject([{ bureau: 'FRI', state: 'read' }]);
    expect(earlyReceiptsOfTheTimeOf(core.station.store.read, envelopeId)).toEqual([]);
  });

  it('says nothing of any other message', () => {
    early('FRI', 'delivered');
    const other = core.newId() as EnvelopeId;
    arrive(core, { envelopeId: other, from: 'UTO', to: ['FRI'] });
    core.transaction((rec) => applyEarlyReceipts(rec, other));
    expect(recipientsOf(core.station.store.read, other)).toMatchObject([{ bureau: 'FRI', state: 'sent' }]);
  });

  it('is kept once, however often it comes', () => {
    for (let times = 0; times < 3; times += 1) early('FRI', 'delivered');
    expect(earlyReceiptsOfTheTimeOf(core.station.store.read, envelopeId)).toHaveLength(1);
  });

  it('is kept up to a number for each bureau: one that speaks of messages that never were crowds out no other', () => {
    early('GIN', 'read');
    early('FRI', 'read');
    core.transaction((rec) => {
      for (let count = 0; count < MOST_EARLY_RECEIPTS; count += 1)
        keepEarlyReceipt(rec, 'FRI', { messageId: core.newId() as EnvelopeId, state: 'delivered', at: AT });
    });
    const { read } = core.station.store;
    expect(earlyReceiptsOfTheTimeOf(read, envelopeId).map(({ from }) => from)).toEqual(['GIN']);
    const counted = read.get<{ many: number }>('SELECT count(*) AS many FROM early_receipts');
    expect(counted?.many).toBe(MOST_EARLY_RECEIPTS + 1);
  });

  it('is still there after the update from a version that kept it under the name of its message', async () => {
    const database = MemoryDatabase.empty(await loadSqlite());
    const step = allMigrations.findIndex(({ version }) => version === 16);
    const migrate = (from: number, to?: number) => {
      for (const { statements } of allMigrations.slice(from, to)) for (const sql of statements) database.write(sql, []);
    };
    migrate(0, step);
    const said = (state: string) => ({ from: 'FRI', receipt: { messageId: envelopeId, state, at: AT } });
    const value = JSON.stringify([said('delivered'), said('delivered'), said('read')]);
    database.write('INSERT INTO sync_state (name, value) VALUES (?, ?)', [`early-receipts ${envelopeId}`, value]);
    migrate(step);
    const kept = database.all<{ envelope_id: string; from_bureau: string; receipt: string }>(
      'SELECT * FROM early_receipts ORDER BY id',
    );
    expect(kept.map((row) => [row.envelope_id, row.from_bureau, JSON.parse(row.receipt)])).toEqual([
      [envelopeId, 'FRI', said('delivered').receipt],
      [envelopeId, 'FRI', said('read').receipt],
    ]);
    expect(database.all("SELECT name FROM sync_state WHERE name LIKE 'early-receipts %'")).toEqual([]);
  });
});
