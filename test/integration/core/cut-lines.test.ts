import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { seededNumbers } from '#test/harness/store/seeded.ts';
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

const CUTS = runs(60, 1_000);

describe('over a line that is cut', () => {
  let world: TwoBureaus;
  /** Set: the next answer to what is offered never leaves the hub's machine, its transaction committed. */
  let cutsNextAnswer = false;
  const expected: string[] = [];

  beforeAll(async () => {
    world = await openTwoBureaus({
      plant: (app) =>
        app.addHook('onSend', async (request) => {
          if (!cutsNextAnswer || request.url !== '/v1/envelopes') return;
          cutsNextAnswer = !world.line.breakConnection(request.socket.remotePort);
        }),
    });
  });
  afterEach(() => world.line.restore());
  afterAll(() => world.close());

  const send = async (subject: string) => {
    expected.push((await world.utopia.call('message.send', toRuritania(subject))).id);
  };

  /** Everything that was sent has arrived, each once, in the order in which it was sent. */
  const expectAllOnce = async () => {
    const { utopia, ruritania, hub } = world;
    await untilSent(utopia, 120_000);
    await untilTrue(async () => (await ruritania.call('message.list', { box: 'inbox' })).total >= expected.length);
    expect((await subjectsAt(ruritania)).length).toBe(expected.length);
    expect(await messagesFor(hub, 'RUR')).toEqual(expected);
  };

  it(
    'between the hub’s commit and its answer, again and again, every message arrives once and in order',
    async () => {
      for (let cut = 1; cut <= CUTS; cut += 1) {
        cutsNextAnswer = true;
        await send(`Cut ${cut}`);
        await untilTrue(
          async () => {
            if (cutsNextAnswer) await world.utopia.call('sync.now', {});
            return !cutsNextAnswer;
          },
          30_000,
          5,
        );
      }
      await expectAllOnce();
      expect(world.line.cuts).toBeGreaterThanOrEqual(CUTS);
    },
    60_000 + CUTS * 1_000,
  );

  it.each([
    ['reset', 'reset'],
    ['ended in the middle of a TLS record', 'end'],
  ] as const)(
    '%s anywhere within its first bytes, every message arrives once and in order',
    async (name, ending) => {
      const { line, utopia } = world;
      line.cut();
      line.restore();
      const before = line.cuts;
      line.breakWithin(12_000, seededNumbers(20_310_504), ending);
      for (let number = 0; line.cuts - before < CUTS / 2; number += 1) {
        if (number % 10 === 0) await send(`${name} ${number}`);
        await utopia.call('sync.now', {});
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      line.restore();
      await expectAllOnce();
    },
    60_000 + CUTS * 1_000,
  );

  it('half open, in either direction, is noticed, called offline, and nothing is lost or doubled', async () => {
    for (const direction of ['down', 'up'] as const) {
      await untilSent(world.utopia);
      world.line.swallow(direction);
      await send(`Swallowed ${direction}`);
      await world.utopia.call('sync.now', {});
      await world.utopia.until('status.get', {}, ({ connection }) => connection === 'offline', 90_000);
      world.line.restore();
    }
    await expectAllOnce();
  }, 240_000);
});
