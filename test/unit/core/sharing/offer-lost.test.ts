import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyVerdict } from '#core/messages/apply-verdict.ts';
import { takeReceipt } from '#core/messages/take-receipt.ts';
import { hasArrived, lostArrivals, noteLostAfter, settleLost } from '#core/store/tables/arrivals.ts';
import { keepBureauKey } from '#core/store/tables/bureau-keys.ts';
import { confirmWorkstation } from '#core/store/tables/confirmed-workstations.ts';
import { outboxItemById } from '#core/store/tables/outbox.ts';
import { putSyncState } from '#core/store/tables/sync-state.ts';
import { handRecordsOver } from '#core/sync/hand-over-lane.ts';
import { outgoingContent } from '#core/sync/outgoing-content.ts';
import type { SyncContext } from '#core/sync/sync-context.ts';
import { makeVerdict } from '#hub/services/rule-on-envelopes.ts';
import type { CaseId, MessageId } from '#shared/lib/ids.ts';
import { caseInput, messageInput } from '#test/helpers/casework.ts';
import { type CoreStation, START } from '#test/helpers/core-station.ts';
import { systemRandom } from '#test/helpers/crypto.ts';
import { arrive } from '#test/helpers/incoming.ts';
import { MINUTE, photograph, SECOND } from '#test/helpers/late-office.ts';
import { Office, sharedContent } from '#test/helpers/office.ts';

/** When everybody has read that the hub was put back to a back-up. */
const PARTED = START + 60 * MINUTE;

describe('what a hub that was put back has lost, where its author’s workstation is gone as well', () => {
  let office: Office;
  let author: CoreStation;
  let eldest: CoreStation;
  let second: CoreStation;
  let third: CoreStation;
  let caseId: CaseId;

  /** The author opens a case, the eldest alone does not read what the author does then. */
  beforeEach(async () => {
    office = await Office.open(4);
    const [a, b, c, d] = office.stations;
    if (!a || !b || !c || !d) throw new Error('Four workstations');
    // Identifiers rise: the one that is gone is the youngest.
    [eldest, second, third, author] = [a, b, c, d];
    for (const core of [eldest, second, third])
      core.transaction(({ tx, now }) => {
        for (const { station } of [eldest, second, third])
          confirmWorkstation(tx, { id: station.identity.workstationId, deviceKey: '' }, 'Olaf Officer', now);
        keepBureauKey(tx, { keyId: 'A'.repeat(22), publicKey: 'A'.repeat(43), privateKey: '', since: START });
      });
    ({ id: caseId } = await author.call('case.create', caseInput()));
    office.settle();
  });
  afterEach(() => office.close());

  const rounds = async (core: CoreStation, at: number): Promise<void> => {
    core.clock.at = at;
    const { store, identity } = core.station;
    const stopped = new AbortController().signal;
    const ctx = { store, identity, clock: core.clock, random: systemRandom, stopped } as unknown as SyncContext;
    await handRecordsOver(ctx);
  };
  const queuedAt = (core: CoreStation): string[] =>
    core.station.store.read
      .all<{ kind: string }>("SELECT kind FROM outbox WHERE state = 'waiting' ORDER BY rowid")
      .map(({ kind }) => kind);

  /** What stands behind this place is lost; whoever has read it begins there again. */
  const putHubBackTo = (length: number, readers: readonly CoreStation[]): void => {
    office.stream.length = length;
    for (const core of readers)
      core.transaction(({ tx }) => {
        noteLostAfter(tx, length);
        putSyncState(tx, 'stream-cursor', String(length));
        putSyncState(tx, 'epoch', '01930000-0000-7000-8000-000000000009');
      });
  };

  /** The author adds a note, edits the case twice and goes; of the others only the second and the third have read it. */
  const loseWhatTwoHaveRead = async (): Promise<void> => {
    const { length } = office.stream;
    await author.call('note.add', { caseId, body: 'The car was seen again.' });
    const { version } = await author.call('case.get', { id: caseId });
    await author.call('case.update', { id: caseId, version, changes: { title: 'Cars without papers' } });
    office.send(author);
    for (const core of [author, second, third]) office.pull(core);
    expect(sharedContent(second)).not.toBe(sharedContent(eldest));
    putHubBackTo(length, [second, third]);
  };

  it('is offered by the first colleague who has it, once its author has had time to, and stands everywhere', async () => {
    await loseWhatTwoHaveRead();
    for (const core of [eldest, second, third]) await rounds(core, PARTED);
    for (const core of [eldest, second, third]) await rounds(core, PARTED + 4 * MINUTE - SECOND);
    expect([eldest, second, third].map((core) => queuedAt(core).length)).toEqual([0, 0, 0]);
    await rounds(second, PARTED + 4 * MINUTE + SECOND);
    expect(queuedAt(second)).toEqual(['record-changes']);
    office.settle();
    for (const core of [eldest, third]) expect(sharedContent(core)).toBe(sharedContent(second));
    expect((await eldest.call('case.get', { id: caseId })).title).toBe('Cars without papers');

    // The third has had it again meanwhile.
    await rounds(third, PARTED + 10 * MINUTE);
    expect(queuedAt(third)).toEqual([]);
    const { rows } = await second.call('audit.list', { search: 'sync.offered-for-others' });
    expect(rows).toHaveLength(1);
  });

  it('is left to its author where that offers it in time, and is the same when it does so later', async () => {
    await loseWhatTwoHaveRead();
    await rounds(second, PARTED);
    author.transaction(({ tx }) => tx.run("UPDATE outbox SET state = 'waiting'"));
    office.send(author);
    for (const core of [eldest, second, third]) office.pull(core);
    await rounds(second, PARTED + 10 * MINUTE);
    expect([queuedAt(second), lostArrivals(third.station.store.read, 10)]).toEqual([[], []]);

    await rounds(third, PARTED);
    putHubBackTo(office.stream.length - 1, [second, third]);
    await rounds(third, PARTED + 10 * MINUTE);
    await rounds(third, PARTED + 20 * MINUTE);
    office.send(third);
    author.transaction(({ tx }) => tx.run("UPDATE outbox SET state = 'waiting'"));
    office.send(author);
    office.settle();
    for (const core of [eldest, second, author]) expect(sharedContent(core)).toBe(sharedContent(third));
  });

  describe('of messages', () => {
    const lose = () => putHubBackTo(office.stream.length, [second]);
    const inTurn = async () => {
      await rounds(second, PARTED);
      await rounds(second, PARTED + 4 * MINUTE + SECOND);
    };

    it('comes to who had not read it, as news, and nobody says that it arrived but who took it in first', async () => {
      const received = author.newId() as MessageId;
      arrive(second, { envelopeId: received, streamNumber: 40 });
      lose();
      await inTurn();
      office.send(second);
      office.pull(eldest);
      const thread = await eldest.call('message.thread', { conversationId: received });
      expect(thread).toMatchObject([{ id: received, state: 'delivered' }]);
      expect(queuedAt(eldest)).toEqual([]);
    });

    it('comes as read where somebody has read it', async () => {
      const received = author.newId() as MessageId;
      arrive(second, { envelopeId: received, streamNumber: 40 });
      await second.call('message.mark-read', { conversationId: received });
      lose();
      await inTurn();
      office.send(second);
      office.pull(eldest);
      const thread = await eldest.call('message.thread', { conversationId: received });
      expect(thread).toMatchObject([{ id: received, state: 'read' }]);
    });

    it('goes to the other bureaus again under its own id, and cannot be withdrawn', async () => {
      const sent = author.newId() as MessageId;
      arrive(second, {
        envelopeId: sent,
        streamNumber: 41,
        from: 'UTO',
        to: ['FRI', 'RUR'],
        body: { author: 'Ines Inspector' },
      });
      lose();
      await inTurn();
      expect(queuedAt(second)).toEqual(['message']);
      const item = outboxItemById(second.station.store.read, sent);
      if (!item) throw new Error('It is not there');
      const ctx = { store: second.station.store } as unknown as SyncContext;
      expect(outgoingContent(ctx, item)).toMatchObject({
        id: sent,
        to: ['FRI', 'RUR'],
        body: { subject: 'Who drove the car seen at Port Alba?', author: 'Ines Inspector' },
      });
      expect((await second.call('outbox.list', {})).map(({ canWithdraw }) => canWithdraw)).toEqual([false]);
    });

    it('is known to all as delivered and read, where an addressee’s word was lost', async () => {
      const sent = author.newId() as MessageId;
      for (const core of [eldest, second])
        arrive(core, { envelopeId: sent, streamNumber: 0, from: 'UTO', to: ['FRI', 'RUR'] });
      for (const core of [eldest, second]) core.transaction(({ tx }) => settleLost(tx, sent));
      second.transaction((rec) => {
        const word = { messageId: sent as never, at: '2026-11-23T09:00:00.000Z' };
        const arrived = (streamNumber: number) => ({ envelopeId: second.newId(), streamNumber });
        takeReceipt(rec, 'FRI', { ...word, state: 'read' }, arrived(41));
        takeReceipt(rec, 'RUR', { ...word, state: 'delivered' }, arrived(42));
      });
      lose();
      await inTurn();
      expect(queuedAt(second)).toEqual(['record-changes']);
      office.send(second);
      office.pull(eldest);
      const [message] = await eldest.call('message.thread', { conversationId: sent });
      expect(message?.recipients.map(({ bureau, state }) => [bureau, state])).toEqual([
        ['FRI', 'read'],
        ['RUR', 'delivered'],
      ]);
    });

    it('leaves its author once more where the hub expects no number of before, as an old bundle has used them up', async () => {
      const { id } = await second.call('message.send', messageInput());
      const verdict = makeVerdict(id as never, 'accepted');
      const receipt = { envelopeId: id as never, streamNumber: 42, receivedAt: '', audit: { number: 1, hash: '' } };
      second.transaction((rec) => applyVerdict(rec, id, { ...verdict, receipt }, rec.now));
      lose();
      await inTurn();
      expect(outboxItemById(second.station.store.read, id)).toMatchObject({
        state: 'waiting',
        envelopeId: id,
        sequence: null,
      });
    });

    it('is left to who has its files, and goes to the own bureau alone where nobody has', async () => {
      const sent = author.newId() as MessageId;
      const body = { attachments: [photograph] };
      arrive(second, { envelopeId: sent, streamNumber: 41, from: 'UTO', to: ['FRI'], body });
      lose();
      await inTurn();
      expect(queuedAt(second)).toEqual([]);
      await rounds(second, PARTED + 10 * MINUTE + SECOND);
      expect(queuedAt(second)).toEqual(['record-changes']);
      office.settle();
      expect(await eldest.call('message.thread', { conversationId: sent })).toMatchObject([
        { id: sent, direction: 'out' },
      ]);
      expect(hasArrived(second.station.store.read, sent)).toBe(true);
    });
  });
});
