import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepBureauKey } from '#core/store/tables/bureau-keys.ts';
import { isBehindAnother } from '#core/store/tables/conversation-order.ts';
import { dueOutboxItems, updateOutboxItem } from '#core/store/tables/outbox.ts';
import { nextUpload } from '#core/store/tables/uploads.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { caseInput, messageInput } from '#test/helpers/casework.ts';
import { CoreStation } from '#test/helpers/core-station.ts';

const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;

describe('what waits in the outbox', () => {
  let core: CoreStation;
  let caseId: CaseId;
  beforeEach(async () => {
    core = await CoreStation.open();
    caseId = (await core.call('case.create', caseInput())).id;
  });
  afterEach(() => core.close());

  const send = async (subject: string, more: Parameters<typeof messageInput>[0] = {}) =>
    (await core.call('message.send', messageInput({ caseId, subject, answerBy: core.clock.at + HOUR, ...more }))).id;
  const due = (onlyUrgent = false) =>
    [...dueOutboxItems(core.station.store.read, core.clock.at, onlyUrgent)].map(({ title }) => title);
  const listed = async () => (await core.call('outbox.list', {})).map(({ title, reason }) => [title, reason]);
  const change = (id: string, what: Parameters<typeof updateOutboxItem>[2]) =>
    core.transaction(({ tx, now }) => updateOutboxItem(tx, id, what, now));

  it('goes urgent before routine, each in the order in which it was written, whatever the clock said then', async () => {
    await send('First');
    core.clock.at -= 70 * YEAR;
    await send('Second');
    core.clock.at += 140 * YEAR;
    await send('Third');
    core.clock.at -= 70 * YEAR;
    await send('Urgent', { priority: 'urgent' });
    expect(due()).toEqual(['Urgent', 'First', 'Second', 'Third']);
    expect((await listed()).map(([title]) => title)).toEqual(due());
    expect(due(true)).toEqual(['Urgent']);
  });

  it('is not kept until a moment that only a wrong clock knew', async () => {
    const id = await send('Put off');
    change(id, { nextAttemptAt: core.clock.at + 60_000 });
    expect(due()).toEqual([]);
    change(id, { nextAttemptAt: core.clock.at + 73 * YEAR });
    expect(due()).toEqual(['Put off']);
    expect(await listed()).toEqual([['Put off', 'next']]);
  });

  it('can be held back by a person, one item or all, and says so; the trail knows who', async () => {
    const first = await send('First');
    await send('Second');
    await core.call('outbox.pause', { id: first });
    expect(due()).toEqual(['Second']);
    await core.call('sync.pause', { on: true });
    expect(await listed()).toEqual([
      ['First', 'paused'],
      ['Second', 'all-paused'],
    ]);
    expect((await core.call('status.get', {})).paused).toMatchObject({ by: 'Olaf Officer' });
    await core.call('sync.pause', { on: false });
    await core.call('outbox.resume', { id: first });
    expect(due()).toEqual(['First', 'Second']);
    const audit = await core.call('audit.list', {});
    expect(audit.rows.map(({ method }) => method)).toEqual(
      expect.arrayContaining(['outbox.pause', 'outbox.resume', 'sync.pause']),
    );
  });

  it('is not held back once it has its number: it would hold up all that follow', async () => {
    const id = await send('Numbered');
    change(id, { envelope: '{}', sequence: 1 });
    expect(await core.refusal('outbox.pause', { id })).toMatchObject({ code: 'already-sent' });
    expect((await core.call('outbox.list', {}))[0]).toMatchObject({ canPause: false, canWithdraw: false });
  });

  it('stays while only what is urgent is sent, and says so', async () => {
    await send('Routine');
    await send('Urgent', { priority: 'urgent' });
    await core.call('sync.only-urgent', { on: true });
    expect(await listed()).toEqual([
      ['Urgent', 'next'],
      ['Routine', 'only-urgent'],
    ]);
  });

  it('that the machine has put off goes at once when a person wants it so, in the envelope it has', async () => {
    const id = await send('Put off');
    change(id, { nextAttemptAt: core.clock.at + 60_000, envelope: '{"same":"bytes"}', sequence: 7 });
    expect((await core.call('outbox.list', {}))[0]).toMatchObject({ reason: 'back-off', canRetry: true });
    const woken = core.sync.woken;
    await core.call('outbox.retry', { id });
    expect(core.sync.woken).toBe(woken + 1);
    const [item] = await core.call('outbox.list', {});
    expect(item).toMatchObject({ reason: 'next', nextAttemptAt: null });
  });

  describe('where this workstation holds keys of its bureau, and not the current one', () => {
    const hold = (keyId: string) =>
      core.transaction(({ tx, now }) => keepBureauKey(tx, { keyId, publicKey: '', privateKey: '', since: now }));
    const check = (documentNumber: string) => {
      const query = { documentNumber, issuingCountry: 'UTO', type: 'passport' } as const;
      return core.call('check.run', { caseId, purpose: 'search-wanted-person', question: { database: 'sltd', query } });
    };
    const reasonsOf = async () => (await core.call('outbox.list', {})).map(({ kind, reason }) => [kind, reason]);

    it('waits for that key, and says so, if it is sealed to the bureau; a check goes', async () => {
      hold('B'.repeat(22));
      await send('Waits for the key');
      await check('P1O2345');
      expect(await reasonsOf()).toEqual([
        ['check', 'next'],
        ['message', 'waits-for-key'],
      ]);
      expect((await core.call('status.get', {})).waitingForKeys).toMatchObject({ isSealingWaiting: true });
      hold('A'.repeat(22));
      expect(await reasonsOf()).toEqual([
        ['check', 'next'],
        ['message', 'behind-another'],
      ]);
      expect((await core.call('status.get', {})).waitingForKeys).toBeNull();
    });

    it('goes in the envelope it has, if it was sealed before', async () => {
      hold('B'.repeat(22));
      change(await send('Sealed before'), { envelope: '{}', sequence: 1 });
      await send('Waits for the key');
      expect(await listed()).toEqual([
        ['Sealed before', 'next'],
        ['Waits for the key', 'waits-for-key'],
      ]);
    });

    it('waits for a person first, and for the network, where these keep it as well', async () => {
      hold('B'.repeat(22));
      const id = await send('Waits for the key');
      core.sync.connection = 'offline';
      expect(await listed()).toEqual([['Waits for the key', 'no-network']]);
      await core.call('outbox.pause', { id });
      expect(await listed()).toEqual([['Waits for the key', 'paused']]);
    });

    it('waits for nothing where this workstation has been handed no key yet: it takes the hub’s word', async () => {
      await send('Goes');
      expect(await listed()).toEqual([['Goes', 'next']]);
      expect((await core.call('status.get', {})).waitingForKeys).toMatchObject({ isSealingWaiting: false });
    });
  });

  it.each(['not-understood', 'own-fault'] as const)(
    'says %s, where that is what keeps it, and not that there is no network',
    async (connection) => {
      await send('Waits');
      core.sync.connection = connection;
      expect(await listed()).toEqual([['Waits', connection]]);
    },
  );

  it('waits for an earlier message of its conversation, unless it is urgent and the other is not', async () => {
    const first = await send('Request');
    const behind = await send('Reminder', { inReplyTo: first });
    const urgent = await send('Urgent reminder', { inReplyTo: first, priority: 'urgent' });
    const { read } = core.station.store;
    expect([first, behind, urgent].map((id) => isBehindAnother(read, id))).toEqual([false, true, false]);
  });

  it('sends the file of which least is left before a larger one, and none of what is held back', async () => {
    const add = async (name: string, bytes: number) =>
      (await core.call('file.add', { caseId, token: core.files.choose(name, new Uint8Array(bytes)) })).id;
    const large = await add('large.bin', 3_000_000);
    const small = await add('small.bin', 2_000_000);
    const first = await send('With a large file', { attachmentIds: [large] });
    const second = await send('With a small file', { attachmentIds: [small] });
    const next = () => nextUpload(core.station.store.read, core.clock.at, 'routine');
    expect(next()).toEqual({ outboxId: second, attachmentId: small });
    await core.call('outbox.pause', { id: second });
    expect(next()).toEqual({ outboxId: first, attachmentId: large });
    expect(await core.call('outbox.progress', { id: first })).toMatchObject({
      recipients: [{ bureau: 'FRI', state: 'waiting' }],
      files: [{ name: 'large.bin', done: 0, total: 3_000_000 }],
    });
  });
});
