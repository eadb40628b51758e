import { createServer as createPlainServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTestHub } from '#test/helpers/hub.ts';
import { runs } from '#test/helpers/runs.ts';
import {
  messagesFor,
  openTwoBureaus,
  subjectsAt,
  type TwoBureaus,
  toRuritania,
  untilSent,
  untilTrue,
} from '#test/helpers/two-bureaus.ts';

const ROUTINE = runs(45, 90);

describe('over a bad line', () => {
  let world: TwoBureaus;
  beforeAll(async () => {
    world = await openTwoBureaus();
  });
  afterEach(() => world.line.restore());
  afterAll(() => world.close());

  const send = (subject: string, more: Parameters<typeof toRuritania>[1] = {}) =>
    world.utopia.call('message.send', toRuritania(subject, more));
  const status = () => world.utopia.call('status.get', {});
  const sentOf = async (id: string) =>
    (await world.utopia.call('outbox.list', { finished: true })).find((item) => item.id === id)?.sentAt ?? null;

  it(
    'of 16 kbit/s and two seconds of latency everything arrives, what is urgent overtakes, and the line is never given up',
    async () => {
      const { line, utopia, ruritania, hub } = world;
      await untilSent(utopia);
      line.throttle(16_000);
      line.slowDown(1_000);
      const states = new Set<string>();
      const watch = setInterval(() => void status().then(({ connection }) => states.add(connection)), 100);
      const ids: string[] = [];
      ids.push((await send('Routine 0')).id);
      await untilTrue(async () => (await sentOf(ids[0] ?? '')) !== null, 120_000);
      for (let number = 1; number < ROUTINE; number += 1) ids.push((await send(`Routine ${number}`)).id);
      await untilTrue(async () => (await sentOf(ids[1] ?? '')) !== null, 120_000);
      const begun = Date.now();
      const urgent = await send('Urgent', { priority: 'urgent' });
      await untilTrue(async () => (await sentOf(urgent.id)) !== null, 60_000);
      const took = Date.now() - begun;
      expect(await sentOf(ids.at(-1) ?? '')).toBeNull();
      await untilTrue(async () => (await status()).waiting === 0, 60_000 + ROUTINE * 10_000, 500);
      clearInterval(watch);
      expect([...states]).toEqual(['online']);
      await untilTrue(async () => (await subjectsAt(ruritania)).length === ROUTINE + 1);
      const arrived = await messagesFor(hub, 'RUR');
      expect(arrived.indexOf(urgent.id)).toBeLessThan(ROUTINE);
      expect(arrived.filter((id) => id !== urgent.id)).toEqual(ids);
      console.log(`16 kbit/s, 2 s: ${ROUTINE} routine; the urgent one was sent after ${Math.round(took / 1000)} s`);
    },
    240_000 + ROUTINE * 15_000,
  );

  it('on which something else answers in the place of the hub, nothing is sent to it, and it is called by its name', async () => {
    const { line, utopia, hub } = world;
    const seen: string[] = [];
    const signInPage = createPlainServer((request, response) => {
      seen.push(request.url ?? '');
      response.writeHead(302, { location: 'http://sign-in.invalid/' }).end();
    });
    await new Promise<void>((resolve) => signInPage.listen(0, '127.0.0.1', resolve));
    const other = await startTestHub();
    const interceptors = [Number(new URL(other.url).port), (signInPage.address() as AddressInfo).port];
    for (const [index, port] of interceptors.entries()) {
      line.redirect(port);
      await send(`Intercepted ${index}`);
      await utopia.call('sync.now', {});
      await utopia.until('status.get', {}, ({ connection }) => connection === 'untrusted');
      expect(await utopia.call('outbox.list', {})).toMatchObject([{ state: 'waiting', reason: 'untrusted' }]);
      line.redirect(Number(new URL(hub.url).port));
      await untilSent(utopia);
      expect((await status()).connection).toBe('online');
    }
    expect(seen).toEqual([]);
    await other.close();
    signInPage.close();
  });

  it('only what is urgent leaves while a person wants it so, over a restart too', async () => {
    const { utopia } = world;
    await untilSent(utopia);
    await utopia.call('sync.only-urgent', { on: true });
    const routine = await send('Can wait');
    const urgent = await send('Cannot wait', { priority: 'urgent' });
    await untilTrue(async () => (await sentOf(urgent.id)) !== null);
    await utopia.signInAgain();
    await utopia.until(
      'status.get',
      {},
      ({ connection, onlyUrgent }) => connection === 'online' && onlyUrgent !== null,
    );
    const [waiting] = (await utopia.call('outbox.list', {})).filter(({ kind }) => kind === 'message');
    expect(waiting).toMatchObject({ id: routine.id, state: 'waiting', reason: 'only-urgent' });
    await utopia.call('sync.only-urgent', { on: false });
    await untilTrue(async () => (await sentOf(routine.id)) !== null);
  });

  it('what a person holds back stays, whether one item or all, and goes in its place when it is released', async () => {
    const { utopia } = world;
    await untilSent(utopia);
    await utopia.call('sync.pause', { on: true });
    const first = await send('Held back for itself');
    await utopia.call('outbox.pause', { id: first.id });
    const second = await send('Held back with all');
    await utopia.call('sync.now', {});
    const reasons = async () => (await utopia.call('outbox.list', {})).map(({ title, reason }) => [title, reason]);
    expect(await reasons()).toEqual([
      ['Held back for itself', 'paused'],
      ['Held back with all', 'all-paused'],
    ]);
    await utopia.call('sync.pause', { on: false });
    await untilTrue(async () => (await sentOf(second.id)) !== null);
    expect(await reasons()).toEqual([['Held back for itself', 'paused']]);
    await utopia.call('outbox.resume', { id: first.id });
    await untilTrue(async () => (await sentOf(first.id)) !== null);
    await expect(utopia.call('outbox.pause', { id: first.id })).rejects.toThrow('already-sent');
  });
});
