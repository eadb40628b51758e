import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { askHub, codeOf, enrolNewBureau } from '#test/helpers/hub-client.ts';
import { openWakeLine } from '#test/helpers/wake-line.ts';

/** A route that answers when it is told to. */
function slowRoute() {
  let answer: () => void = () => undefined;
  let asked: () => void = () => undefined;
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const mayAnswer = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const plant: NonNullable<Parameters<typeof startTestHub>[0]>['plant'] = (app) => {
    app.get('/v1/slow', { config: { access: 'workstation' } }, async () => {
      asked();
      await mayAnswer;
      return { said: 'in the end' };
    });
  };
  return { plant, isAsked, answer };
}

describe('a hub that is asked to stop', () => {
  let hub: TestHub;
  afterEach(() => hub.close().catch(() => undefined));

  it('says first that it is not ready, goes on meanwhile, tells the wake lines to come back, and answers what it was asked', async () => {
    const slow = slowRoute();
    hub = await startTestHub({ plant: slow.plant, drainSeconds: 1 });
    const utopia = await enrolNewBureau(hub, 'UTO');
    const line = openWakeLine(hub, utopia.identity);
    await line.next();
    const pending = utopia.ask({ path: '/v1/slow' });
    await slow.isAsked;

    const stopped = hub.close();
    await sleep(100);
    expect((await askHub(hub, null, { path: '/readyz' })).status).toBe(503);
    expect((await askHub(hub, null, { path: '/healthz' })).status).toBe(200);
    expect((await utopia.ask({ path: '/v1/directory' })).status).toBe(200);
    expect(await line.closed).toBe(1012);
    await expect(askHub(hub, null, { path: '/healthz' })).rejects.toThrow('ECONNREFUSED');
    slow.answer();
    expect(await pending).toMatchObject({ status: 200, body: { said: 'in the end' } });
    await stopped;
  });

  it('takes on no more than it can carry: what is too much is told when to come back, the operator is always answered', async () => {
    const slow = slowRoute();
    hub = await startTestHub({ plant: slow.plant, settings: { requestsAtOnce: 2 } });
    const utopia = await enrolNewBureau(hub, 'UTO');
    const pending = [utopia.ask({ path: '/v1/slow' }), utopia.ask({ path: '/v1/slow' })];
    await slow.isAsked;
    await expect.poll(async () => codeOf(await utopia.ask({ path: '/v1/directory' }))).toBe('busy');
    const refused = await utopia.ask({ path: '/v1/directory' });
    expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    expect((await askHub(hub, null, { path: '/readyz' })).status).toBe(200);
    slow.answer();
    expect((await Promise.all(pending)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await utopia.ask({ path: '/v1/directory' })).status).toBe(200);
  });
});
