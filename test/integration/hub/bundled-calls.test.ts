import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUNDLED_FOR } from '#hub/services/bundle-calls.ts';
import { type HubLine, openHubLine } from '#test/bench/lib/hub-line.ts';
import { makeEnvelope } from '#test/helpers/envelopes.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { enrolNewBureau, type TestWorkstation } from '#test/helpers/hub-client.ts';
import { openWakeLine, type WakeLine } from '#test/helpers/wake-line.ts';

const MANY = 100;

describe('many envelopes for one bureau in a short time', () => {
  let hub: TestHub;
  let second: TestHub;
  let utopia: TestWorkstation;
  let ruritania: TestWorkstation;
  let offering: HubLine;
  let line: WakeLine;
  let notified: string[];
  let stop: () => Promise<void>;
  let sequence = 0;

  beforeAll(async () => {
    hub = await startTestHub();
    second = await startTestHub({ databaseUrl: hub.databaseUrl });
    utopia = await enrolNewBureau(hub, 'UTO');
    ruritania = await enrolNewBureau(hub, 'RUR');
    offering = await openHubLine(hub, utopia.identity);
    line = openWakeLine(second, ruritania.identity);
    expect(await line.next()).toMatchObject({ type: 'hello', head: 0 });
    notified = [];
    stop = await second.database.listen(
      'ncb_stream',
      (call) => notified.push(call),
      () => undefined,
    );
  });
  afterAll(async () => {
    line.close();
    offering.close();
    await stop();
    await second.close();
    await hub.close();
  });

  const callsFor = (bureau: string) => notified.filter((call) => call === bureau).length;
  const made = () => {
    sequence += 1;
    return makeEnvelope({ sender: utopia, to: [ruritania.bureau], sequence });
  };
  const offer = async (envelope: unknown) => {
    const answer = await offering.post('/v1/envelopes', JSON.stringify({ envelopes: [envelope] }));
    expect(answer).toContain('"code":"accepted"');
  };
  /** Every look up to the one that says this head. */
  const looksUpTo = async (head: number) => {
    const looks: number[] = [];
    while (looks.at(-1) !== head) {
      const said = await line.next();
      if (said.type === 'look') looks.push(said.head);
    }
    return looks;
  };

  it('call its workstations at once for the first, and a few times more, the last time for the last', async () => {
    const envelopes: unknown[] = [];
    for (let count = 0; count < MANY; count++) envelopes.push(await made());
    const began = performance.now();
    await offer(envelopes[0]);
    expect(await looksUpTo(1)).toEqual([1]);
    // Nothing else was waited for.
    await expect.poll(() => callsFor('RUR')).toBe(1);
    for (const envelope of envelopes.slice(1)) await offer(envelope);
    const looks = await looksUpTo(MANY);
    const windows = (performance.now() - began) / BUNDLED_FOR;
    const calls = callsFor('RUR');
    expect(calls).toBeLessThanOrEqual(2 + windows);
    expect(looks.length).toBeLessThanOrEqual(2 + windows);
    expect(calls + looks.length).toBeLessThan(MANY);
  });

  it('call at once again after a pause', async () => {
    await new Promise((resolve) => setTimeout(resolve, 3 * BUNDLED_FOR));
    const before = callsFor('RUR');
    await offer(await made());
    await looksUpTo(MANY + 1);
    await expect.poll(() => callsFor('RUR')).toBe(before + 1);
    await new Promise((resolve) => setTimeout(resolve, 3 * BUNDLED_FOR));
    expect(callsFor('RUR')).toBe(before + 1);
  });
});
