import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseId, MessageId } from '#shared/lib/ids.ts';
import { caseInput, messageInput } from '#test/helpers/casework.ts';
import { openColleague } from '#test/helpers/colleague.ts';
import { dumpDatabase, dumpStore } from '#test/helpers/dumps.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { TestWorkstation } from '#test/helpers/workstation.ts';

describe('a request that one workstation of a bureau sends from a case', () => {
  let hub: TestHub;
  let first: TestWorkstation;
  let second: TestWorkstation;
  let abroad: TestWorkstation;
  const opened: TestWorkstation[] = [];
  const logged: string[] = [];
  let caseId: CaseId;
  let conversationId: MessageId;

  beforeAll(async () => {
    hub = await startTestHub({ log: { level: 'debug', stream: { write: (line) => logged.push(line) } } });
    first = await TestWorkstation.create();
    await first.enrol(hub.url, await hub.admin.createEnrolmentCode('UTO'));
    second = await openColleague(hub, first);
    abroad = await TestWorkstation.create();
    await abroad.enrol(hub.url, await hub.admin.createEnrolmentCode('ZUB'));
    opened.push(first, second, abroad);
    await first.call('sync.now', {});
    await first.until('directory.list', {}, (all) => all.some(({ code, reachable }) => code === 'ZUB' && reachable));
    ({ id: caseId } = await first.call('case.create', caseInput({ title: 'Stolen lorries' })));
    await second.until('case.list', {}, ({ rows }) => rows.some(({ id }) => id === caseId));
  }, 60_000);

  afterAll(async () => {
    for (const station of opened) await station.close();
    await hub.close();
  });

  const toldAt = async (station: TestWorkstation) =>
    (await station.call('case.timeline', { id: caseId })).rows
      .filter(({ kind }) => kind === 'request-sent' || kind === 'message-received')
      .map(({ kind, actor, data, subjectId }) => ({ kind, actor, data, subjectId }))
      .toReversed();
  const inCase = (station: TestWorkstation, total: number) =>
    station.until('message.list', { caseId }, (list) => list.total === total);

  it('stands in the case at another one, with its answer, its delivery and its place in the timeline', async () => {
    ({ conversationId } = await first.call('message.send', messageInput({ to: ['ZUB'], caseId })));
    await second.until('message.list', {}, ({ total }) => total === 1);
    // Its place went ahead of it: it is in the case from the moment it is there.
    expect((await second.call('message.list', { caseId })).total).toBe(1);
    const asked = await abroad.until('message.list', { box: 'inbox' }, ({ total }) => total === 1);
    const inReplyTo = asked.rows[0]?.id ?? null;
    await abroad.call('message.mark-read', { conversationId });
    await abroad.call('message.send', messageInput({ to: ['UTO'], inReplyTo, subject: 'It was reported lost' }));
    for (const station of [first, second]) {
      await inCase(station, 2);
      const said = ({ rows }: { rows: readonly { kind: string }[] }) =>
        rows.some(({ kind }) => kind === 'request-read');
      await station.until('case.timeline', { id: caseId }, said);
    }
    expect(await toldAt(second)).toEqual(await toldAt(first));
    expect((await toldAt(second)).map(({ kind, actor }) => [kind, actor])).toEqual([
      ['request-sent', 'Olaf Officer'],
      ['message-received', 'ZUB'],
    ]);
    expect((await second.call('case.get', { id: caseId })).counts.messages).toBe(2);
  });

  it('stands in it at one that joins later', async () => {
    const late = await openColleague(hub, first);
    opened.push(late);
    await late.until('case.list', {}, ({ rows }) => rows.some(({ id }) => id === caseId));
    await inCase(late, 2);
    expect(await toldAt(late)).toEqual(await toldAt(first));
  });

  it('tells neither the hub nor the other bureau which case it is: its identifier stands in no table and no log line', async () => {
    for (const station of [first, second]) await station.until('status.get', {}, ({ waiting }) => waiting === 0);
    const kept = [await dumpDatabase(hub), logged.join('\n'), await dumpStore(abroad)];
    expect(kept[0]).toContain('record-changes');
    expect(kept[2]).toContain(conversationId);
    expect(await dumpStore(second)).toContain(caseId);
    for (const text of kept)
      for (const name of [caseId, caseId.replaceAll('-', ''), Buffer.from(caseId).toString('base64').slice(0, 40)])
        expect(text).not.toContain(name);
  });
});
