import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bureauPublicKey, signRenewal } from '#shared/protocol/bureau-key.ts';
import { toBase64Url } from '#shared/protocol/bytes.ts';
import { keyId } from '#shared/protocol/hpke.ts';
import { makeEnvelope, newTestBureau } from '#test/helpers/envelopes.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import {
  askHub,
  enrolNewBureau,
  enrolWorkstation,
  prepareEnrolment,
  type TestWorkstation,
} from '#test/helpers/hub-client.ts';
import { openWakeLine, type WakeLine } from '#test/helpers/wake-line.ts';

describe('the wake call', () => {
  let hub: TestHub;
  let second: TestHub;
  let utopia: TestWorkstation;
  let ruritania: TestWorkstation;

  beforeAll(async () => {
    hub = await startTestHub();
    second = await startTestHub({ databaseUrl: hub.databaseUrl });
    utopia = await enrolNewBureau(hub, 'UTO');
    ruritania = await enrolNewBureau(hub, 'RUR');
  });
  afterAll(async () => {
    await second.close();
    await hub.close();
  });

  it('greets, and says "look" when the stream has grown, at whichever hub process one is connected', async () => {
    const lines = [hub, second].map((one) => openWakeLine(one, ruritania.identity));
    for (const line of lines) expect(await line.next()).toMatchObject({ type: 'hello', head: 0 });
    await utopia.offer(await makeEnvelope({ sender: utopia, to: [ruritania.bureau], sequence: 1 }));
    for (const line of lines) {
      let said = await line.next();
      // The call about who joined last may still have been on its way.
      while (said.type === 'directory') said = await line.next();
      expect(said).toMatchObject({ type: 'look', head: 1 });
    }
    for (const line of lines) line.close();
  });

  it('says "directory" to everybody when somebody has joined, and so has been given keys', async () => {
    const line = openWakeLine(hub, ruritania.identity);
    expect(await line.next()).toMatchObject({ type: 'hello' });
    await enrolNewBureau(second, 'ZUB');
    expect(await line.next()).toMatchObject({ type: 'directory' });
    line.close();
  });

  it('says it once, however often the same is asked for again: everybody would come and look', async () => {
    const kit = await prepareEnrolment(await hub.admin.createEnrolmentCode('UTO'), utopia.bureau);
    const enrol = () => askHub(hub, null, { path: '/v1/enrolment', json: kit.request });
    const renewed = await newTestBureau('RUR');
    const renewal = await signRenewal(ruritania, {
      replaces: keyId.parse(ruritania.bureau.keyId),
      key: bureauPublicKey.parse({ keyId: renewed.keyId, publicKey: toBase64Url(renewed.publicKey) }),
    });
    const renew = () => ruritania.ask({ path: '/v1/bureau-key', json: renewal });
    const calls: string[] = [];
    const stop = await hub.database.listen(
      'ncb_stream',
      (call) => calls.push(call),
      () => undefined,
    );
    for (const ask of [enrol, renew]) {
      calls.length = 0;
      for (let times = 0; times < 3; times++) expect((await ask()).status).toBe(200);
      await expect.poll(() => calls.filter((call) => call.startsWith('UTO ')).length).toBe(1);
      await sleep(200);
      expect(calls.filter((call) => call.startsWith('UTO '))).toHaveLength(1);
    }
    await stop();
  });

  it('shows in the metrics how many listen, and forgets a line that was cut', async () => {
    const line = openWakeLine(hub, utopia.identity);
    await line.next();
    const listening = async () =>
      Number(/ncb_hub_wake_connections (\d+)/.exec((await utopia.ask({ path: '/metrics' })).bytes.toString())?.[1]);
    expect(await listening()).toBe(1);
    line.close();
    await expect.poll(listening).toBe(0);
  });

  it('ends over what is no word of the protocol', async () => {
    for (const text of ['', '{}', '{"type":"presence","open":{"case":"C"}}', 'x'.repeat(2000)]) {
      const line = openWakeLine(hub, utopia.identity);
      await line.next();
      line.send(text);
      expect([1008, 1009]).toContain(await line.closed);
    }
  });

  it('ends when a workstation that was revoked meanwhile says over it what it has open', async () => {
    const revoked = await enrolWorkstation(hub, utopia.bureau);
    const lines = [utopia, revoked].map(({ identity }) => openWakeLine(hub, identity));
    const [line, revokedLine] = lines as [WakeLine, WakeLine];
    for (const one of lines) await one.next();
    const open = { token: 'A'.repeat(22), sealed: 'A'.repeat(379) };
    line.show(open);
    revokedLine.show(open);
    await expect
      .poll(() => line.presence()?.others.map(({ workstation }) => workstation))
      .toEqual([revoked.workstation]);
    await hub.admin.revokeWorkstation(revoked.workstation);
    revokedLine.show(null);
    expect(await revokedLine.closed).toBe(1008);
    line.close();
  });

  it('ends at once for a workstation that is revoked and for a suspended bureau, though it says nothing', async () => {
    const zubrovia = await enrolNewBureau(hub, 'GSE');
    const revoked = await enrolWorkstation(hub, zubrovia.bureau);
    const [line, other] = [revoked, zubrovia].map(({ identity }) => openWakeLine(second, identity)) as [
      WakeLine,
      WakeLine,
    ];
    for (const one of [line, other]) await one.next();
    await hub.admin.revokeWorkstation(revoked.workstation);
    expect(await line.closed).toBe(1008);
    let said = await other.next();
    while (said.type !== 'directory') said = await other.next();
    await hub.admin.suspendBureau('GSE', true);
    expect(await other.closed).toBe(1008);
  });

  it('is one for each workstation, and a few that may be dead: the eldest ends when there are more', async () => {
    const lines: WakeLine[] = [];
    for (let count = 0; count < 6; count++) {
      const line = openWakeLine(hub, utopia.identity);
      await line.next();
      lines.push(line);
    }
    expect(await Promise.all(lines.slice(0, 2).map(({ closed }) => closed))).toEqual([1008, 1008]);
    await utopia.offer(await makeEnvelope({ sender: utopia, to: [utopia.bureau], sequence: 2 }));
    for (const line of lines.slice(2)) {
      expect(await line.next()).toMatchObject({ type: 'look' });
      line.close();
    }
  });

  it('answers nobody without a certificate', async () => {
    await expect(openWakeLine(hub, null).next()).rejects.toThrow('401');
  });
});
