import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type WakeMessage, wakeMessage } from '#shared/protocol/wake.ts';
import { makeEnvelope } from '#test/helpers/envelopes.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { enrolNewBureau, type TestWorkstation, type TlsIdentity } from '#test/helpers/hub-client.ts';

interface Line {
  /** The next message; rejects when the line is refused or closed first. */
  next(): Promise<WakeMessage>;
  close(): void;
}

function openLine(hub: TestHub, identity: TlsIdentity | null): Line {
  const socket = new WebSocket(`${hub.url.replace('https', 'wss')}/v1/wake`, { ca: hub.caPem, ...identity });
  const arrived: WakeMessage[] = [];
  let ended: Error | null = null;
  const nobody = () => {};
  let call = nobody;
  socket.on('message', (data) => {
    arrived.push(wakeMessage.parse(JSON.parse(String(data))));
    call();
  });
  socket.on('error', (error) => {
    ended = error;
    call();
  });
  return {
    next: () =>
      new Promise((resolve, reject) => {
        call = () => {
          const message = arrived.shift();
          if (!message && !ended) return;
          call = nobody;
          if (message) resolve(message);
          else reject(ended);
        };
        call();
      }),
    close: () => socket.terminate(),
  };
}

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
    const lines = [hub, second].map((one) => openLine(one, ruritania.identity));
    for (const line of lines) expect(await line.next()).toMatchObject({ type: 'hello', head: 0 });
    await utopia.offer(await makeEnvelope({ sender: utopia, to: [ruritania.bureau], sequence: 1 }));
    for (const line of lines) expect(await line.next()).toMatchObject({ type: 'look', head: 1 });
    for (const line of lines) line.close();
  });

  it('shows in the metrics how many listen, and forgets a line that was cut', async () => {
    const line = openLine(hub, utopia.identity);
    await line.next();
    const listening = async () =>
      Number(/ncb_hub_wake_connections (\d+)/.exec((await utopia.ask({ path: '/metrics' })).bytes.toString())?.[1]);
    expect(await listening()).toBe(1);
    line.close();
    await expect.poll(listening).toBe(0);
  });

  it('answers nobody without a certificate', async () => {
    await expect(openLine(hub, null).next()).rejects.toThrow('401');
  });
});
