import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeEnvelope } from '#test/helpers/envelopes.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { enrolNewBureau, enrolWorkstation, type TestWorkstation } from '#test/helpers/hub-client.ts';
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
    for (const line of lines) expect(await line.next()).toMatchObject({ type: 'look', head: 1 });
    for (const line of lines) line.close();
  });

  it('says "directory" to everybody when somebody has joined, and so has been given keys', async () => {
    const line = openWakeLine(hub, ruritania.identity);
    expect(await line.next()).toMatchObject({ type: 'hello' });
    await enrolNewBureau(second, 'ZUB');
    expect(await line.next()).toMatchObject({ type: 'directory' });
    line.close();
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

  it('answers nobody without a certificate', async () => {
    await expect(openWakeLine(hub, null).next()).rejects.toThrow('401');
  });
});
