import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Input } from '#shared/ipc/contract.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { TestWorkstation } from '#test/helpers/workstation.ts';

const aRequest = (subject: string): Input<'message.send'> => ({
  to: ['RUR'],
  subject,
  body: 'Please confirm the identity of the holder and the date of issue of passport R1234567.',
  priority: 'routine',
  handling: 'H1',
  purpose: 'obtain-information',
});

describe('a workstation whose hub was put back to a back-up', () => {
  let hub: TestHub;
  let utopia: TestWorkstation;
  let ruritania: TestWorkstation;

  beforeAll(async () => {
    hub = await startTestHub();
    utopia = await TestWorkstation.create();
    ruritania = await TestWorkstation.create();
    await utopia.enrol(hub.url, await hub.admin.createEnrolmentCode('UTO'));
    await ruritania.enrol(hub.url, await hub.admin.createEnrolmentCode('RUR'));
    await utopia.until('directory.list', {}, (rows) => rows.some(({ code, reachable }) => code === 'RUR' && reachable));
  });

  afterAll(async () => {
    await utopia.close();
    await ruritania.close();
    await hub.close();
  });

  const send = async (subject: string) => {
    await utopia.call('message.send', aRequest(subject));
    await utopia.until('message.list', { box: 'sent' }, ({ rows }) =>
      rows.some((row) => row.subject === subject && row.state === 'delivered'),
    );
  };
  const numbersOf = async (bureau: string) =>
    (
      await hub.database.query<{ sequence: number; kind: string }>(
        `select (document->>'sequence')::int as sequence, document->>'kind' as kind from envelopes
          where bureau = $1 order by 1`,
        [bureau],
      )
    ).map(({ sequence, kind }) => `${sequence} ${kind}`);

  it('offers again what the hub has lost, goes on with new work, and everybody has each message once', async () => {
    await send('Holder of passport R0000001');
    await send('Holder of passport R0000002');
    await send('Holder of passport R0000003');
    for (const sql of [
      'delete from streams where number > 2',
      'update stream_heads set head = 2',
      'delete from envelopes where not exists (select 1 from streams where envelope_id = envelopes.id)',
      'delete from answers where not exists (select 1 from envelopes where id = envelope_id)',
      `update workstations w set next_sequence =
         1 + (select count(*) from envelopes e where e.bureau = w.bureau)`,
    ])
      await hub.database.query(sql);
    await hub.admin.beginEpoch();

    await utopia.call('message.send', aRequest('Holder of passport R0000004'));
    await ruritania.until('message.list', { box: 'inbox' }, ({ total }) => total === 4);
    await utopia.until('status.get', {}, ({ waiting }) => waiting === 0);
    const fourMessages = ['1 message', '2 message', '3 message', '4 message'];
    await expect.poll(() => numbersOf('UTO'), { timeout: 15_000 }).toEqual(fourMessages);
    const sent = await utopia.until('message.list', { box: 'sent' }, ({ rows }) =>
      rows.every(({ state }) => state === 'delivered'),
    );
    expect(sent.rows.map(({ subject }) => subject).sort()).toEqual(
      [1, 2, 3, 4].map((number) => `Holder of passport R000000${number}`),
    );
    expect((await ruritania.call('message.list', { box: 'inbox' })).total).toBe(4);
  });
});
