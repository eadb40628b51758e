import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { queueEntries } from '#core/sharing/queue-entries.ts';
import { type Arrival, noteArrival } from '#core/store/tables/arrivals.ts';
import { isBehindAnother } from '#core/store/tables/conversation-order.ts';
import { dueOutboxItems, type OutboxChange, pendingOutboxItems, updateOutboxItem } from '#core/store/tables/outbox.ts';
import { putSyncState } from '#core/store/tables/sync-state.ts';
import type { MessageId } from '#shared/lib/ids.ts';
import type { NewRecordEntry } from '#shared/protocol/record-changes-body.ts';
import { caseInput, messageInput } from '#test/helpers/casework.ts';
import { CoreStation, START } from '#test/helpers/core-station.ts';
import { acceptAll, EPOCH, json, SyncRounds, wellBehaved } from '#test/helpers/sync-rounds.ts';

const DAY = 86_400_000;

describe('the order in which items leave', () => {
  let core: CoreStation;

  beforeEach(async () => {
    core = await CoreStation.open();
  });

  afterEach(() => core.close());

  const send = async (inReplyTo: MessageId | null = null) =>
    (await core.call('message.send', messageInput({ inReplyTo }))).id;
  const change = (id: string, what: OutboxChange) =>
    core.transaction(({ tx, now }) => updateOutboxItem(tx, id, what, now));
  const due = (now = core.clock.at) =>
    [...dueOutboxItems(core.station.store.read, now, false)].map(({ id }) => id as string);

  it('is that in which they were written, also when the clock was set back in between', async () => {
    core.clock.at = START + DAY;
    const first = await send();
    core.clock.at = START - DAY;
    const second = await send(first);
    expect(due()).toEqual([first, second]);
    expect(isBehindAnother(core.station.store.read, second)).toBe(true);
    expect(isBehindAnother(core.station.store.read, first)).toBe(false);
  });

  it('lets nothing of a conversation be offered together with what was sealed before: that may be refused for its key', async () => {
    const first = await send();
    const second = await send(first);
    change(first, { state: 'sending', envelope: '{}', sequence: 7 });
    const { read } = core.station.store;
    expect([6, 7].map((sealedBefore) => isBehindAnother(read, second, sealedBefore))).toEqual([false, true]);
    change(first, { state: 'sent' });
    expect(isBehindAnother(read, second, 7)).toBe(false);
  });

  it('has no place for a time to try again that was written before the clock was set back', async () => {
    const id = await send();
    change(id, { nextAttemptAt: START + 60_000 });
    expect(due(START)).toEqual([]);
    expect(due(START + 60_000)).toEqual([id]);
    change(id, { nextAttemptAt: Date.parse('2099-12-31T12:00:00Z') });
    expect(due(START)).toEqual([id]);
  });
});

describe('what stands behind an item about which the hub has not decided', () => {
  let hub: SyncRounds;

  beforeEach(async () => {
    hub = await SyncRounds.begin();
    await hub.knowKeys();
  });
  afterEach(() => hub.close());

  it('waits for that and not for itself, however often the hub says so', async () => {
    const offered: number[] = [];
    hub.answer = (request) => {
      if (request.path !== '/v1/envelopes') return wellBehaved(request);
      const { envelopes } = JSON.parse(String(request.body)) as { envelopes: { id: string }[] };
      offered.push(envelopes.length);
      const said = { class: 'retry-later', what: '', toDo: '' };
      const verdicts = envelopes.map(({ id }, index) => ({ ...said, id, code: index === 0 ? 'busy' : 'sequence-gap' }));
      return offered.length > 3 ? acceptAll(request) : json(200, { epoch: EPOCH, verdicts });
    };
    for (const subject of ['First', 'Second', 'Third']) await hub.core.call('message.send', messageInput({ subject }));
    const items = () => pendingOutboxItems(hub.core.station.store.read);
    const offeredAgain = (times: number) =>
      hub.until(() => {
        hub.core.clock.at += 1000;
        return offered.length === times;
      });
    await offeredAgain(3);
    const [first, ...others] = items();
    expect(first?.nextAttemptAt).not.toBeNull();
    expect(others.map(({ attempts, nextAttemptAt }) => [attempts, nextAttemptAt])).toEqual([
      [1, null],
      [1, null],
    ]);
    await offeredAgain(4);
    await hub.until(() => items().length === 0);
    expect(offered).toEqual([3, 3, 3, 3]);
  });

  describe('is sent where the hub has its id, and the stream has brought it:', () => {
    let before: string | null;

    beforeEach(() => {
      before = null;
      hub.answer = (request) => {
        if (request.path !== '/v1/envelopes') return wellBehaved(request);
        const { envelopes } = JSON.parse(String(request.body)) as { envelopes: { id: string }[] };
        const said = {
          class: 'conflict',
          code: 'id-reused',
          what: '',
          toDo: '',
          ...(before && { details: { before } }),
        };
        return json(200, { epoch: EPOCH, verdicts: envelopes.map(({ id }) => ({ ...said, id })) });
      };
    });
    const pending = () => pendingOutboxItems(hub.core.station.store.read);
    const noteCome = (kind: Arrival['kind'], id: string) =>
      hub.core.transaction(({ tx }) => noteArrival(tx, { id, kind, refId: id }, 1));

    it('a message that a colleague has offered to a hub that had lost it', async () => {
      const { id: caseId } = await hub.core.call('case.create', caseInput());
      const come = await hub.core.call('message.send', messageInput({ subject: 'First', caseId }));
      await hub.core.call('message.send', messageInput({ subject: 'Second' }));
      noteCome('message', come.id);
      const states = async () => (await hub.core.call('message.list', { box: 'sent' })).rows;
      await hub.until(() => hub.asked('POST /v1/envelopes') > 0 && pending().length === 1);
      expect((await states()).map(({ subject, state }) => [subject, state]).toSorted()).toEqual([
        ['First', 'sent'],
        ['Second', 'needs-attention'],
      ]);
      const { rows } = await hub.core.call('case.timeline', { id: caseId });
      expect(rows.map(({ kind }) => kind)).not.toContain('request-needs-attention');
    });

    it('not what came and was lost with the hub, where an old bundle has brought it since and was refused: it leaves under another', async () => {
      before = 'refused';
      const { id } = await hub.core.call('message.send', messageInput());
      noteCome('message', id);
      await hub.until(() => pending()[0]?.envelopeId !== id);
      expect(pending()).toMatchObject([{ id, state: 'waiting' }]);
    });

    it('changes of records that left under another number, where all of them have come', async () => {
      const entry = (id: string) => ({
        ...{ entry: 'record', kind: 'note', id, values: {}, author: 'Olaf Officer' },
        at: '2026-11-23T09:00:00.000Z',
      });
      const [one, two, three] = [hub.core.newId(), hub.core.newId(), hub.core.newId()];
      hub.core.transaction((rec) => {
        const what = { bureau: 'UTO', by: 'Olaf Officer', title: '', caseId: null };
        queueEntries(rec, { ...what, refId: one }, [entry(one), entry(two)] as NewRecordEntry[]);
        queueEntries(rec, { ...what, refId: three }, [entry(two), entry(three)] as NewRecordEntry[]);
      });
      for (const id of [one, two]) noteCome('note', id);
      await hub.until(() => hub.asked('POST /v1/envelopes') > 0 && pending().every(({ state }) => state !== 'sending'));
      expect(pending().map(({ refId, state }) => [refId, state])).toEqual([[three, 'needs-attention']]);
    });
  });

  it('does not go with what has been sealed before in its conversation: the hub may have something else under that number', async () => {
    const offered: string[][] = [];
    hub.answer = (request) => {
      if (request.path === '/v1/contact')
        return json(200, { standing: 'agreed', number: 1, nextSequence: 2, at: null });
      if (request.path !== '/v1/envelopes') return wellBehaved(request);
      const { envelopes } = JSON.parse(String(request.body)) as { envelopes: { id: string }[] };
      offered.push(envelopes.map(({ id }) => id));
      return acceptAll(request);
    };
    const first = await hub.core.call('message.send', messageInput({ subject: 'First' }));
    const second = await hub.core.call('message.send', messageInput({ subject: 'Second', inReplyTo: first.id }));
    hub.core.transaction(({ tx, now }) => {
      [first, second].forEach(({ id }, index) => {
        updateOutboxItem(tx, id, { envelope: JSON.stringify({ id }), sequence: index + 1 }, now);
      });
      putSyncState(tx, 'last-sequence', '2');
    });
    await hub.until(() => pendingOutboxItems(hub.core.station.store.read).length === 0);
    expect(offered).toEqual([[first.id], [second.id]]);
  });
});
