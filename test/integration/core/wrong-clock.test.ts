import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededNumbers } from '#test/harness/store/seeded.ts';
import { startTestHub } from '#test/helpers/hub.ts';
import { messagesFor, openTwoBureaus, type TwoBureaus, toRuritania, untilSent } from '#test/helpers/two-bureaus.ts';
import { TestWorkstation } from '#test/helpers/workstation.ts';

const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;

/** What the clock of the workstation says, by its name. */
const clocks: Readonly<Record<string, () => number>> = {
  'a day behind': () => Date.now() - 24 * HOUR,
  'a day ahead': () => Date.now() + 24 * HOUR,
  'in 1970': () => 60_000 + (Date.now() % HOUR),
  'in 2099': () => Date.parse('2099-06-01T00:00:00Z') + (Date.now() % HOUR),
  jumping: (() => {
    const random = seededNumbers(7);
    return () => Date.now() + Math.round((random() - 0.5) * 60 * YEAR);
  })(),
};

describe('a workstation whose clock is wrong', () => {
  let world: TwoBureaus;
  const clock = { now: () => Date.now() };
  beforeAll(async () => {
    world = await openTwoBureaus({ clock: { now: () => clock.now() } });
  });
  afterAll(() => world.close());

  it.each(Object.entries(clocks))('(%s) is refused nothing, keeps its order, and is warned', async (name, now) => {
    const { utopia, ruritania, hub } = world;
    clock.now = now;
    const ids: string[] = [];
    for (const number of [1, 2, 3]) ids.push((await utopia.call('message.send', toRuritania(`${name} ${number}`))).id);
    await untilSent(utopia);
    expect((await utopia.call('status.get', {})).clockOff).not.toBeNull();
    clock.now = () => Date.now();
    expect((await messagesFor(hub, 'RUR')).slice(-3)).toEqual(ids);
    await ruritania.until('message.list', { box: 'inbox' }, ({ rows }) =>
      ids.every((id) => rows.some((row) => row.id === id)),
    );
    const refused = await world.hub.database.query(`select 1 from audit where event = 'envelope-refused'`);
    expect(refused).toEqual([]);
  });

  it('does not wait for a moment that only the wrong clock knew', async () => {
    const { utopia, line } = world;
    line.cut();
    clock.now = clocks['in 2099'] ?? clock.now;
    await utopia.call('message.send', toRuritania('Put off in 2099'));
    await utopia.call('sync.now', {});
    await utopia.until('status.get', {}, ({ connection }) => connection === 'offline');
    clock.now = () => Date.now();
    line.restore();
    await untilSent(utopia);
  });
});

describe('a hub whose certificate is not of this year, by the clock of the workstation', () => {
  const later = () => Date.now() + 3 * YEAR;

  /** The hub has issued itself a certificate of a later year, and answers with this date. */
  const openLater = async (dateOf: () => number) => {
    const authority = await startTestHub();
    let isStarting = true;
    const hub = await startTestHub({
      databaseUrl: authority.databaseUrl,
      clock: { now: () => (isStarting ? later() : Date.now()) },
      plant: (app) =>
        app.addHook('onSend', async (_request, reply) => {
          reply.header('date', new Date(dateOf()).toUTCString());
        }),
    });
    isStarting = false;
    const station = await TestWorkstation.create();
    const close = async () => {
      await station.close();
      await hub.close();
      await authority.close();
    };
    return { hub, station, close };
  };

  it('is the hub all the same where its own clock agrees with it, and the workstation is warned', async () => {
    const { hub, station, close } = await openLater(later);
    await station.enrol(hub.url, await hub.admin.createEnrolmentCode('UTO'));
    await station.until('status.get', {}, ({ dataAsOf }) => dataAsOf !== null);
    const { connection, clockOff } = await station.call('status.get', {});
    expect(connection).toBe('online');
    expect(clockOff).toBeGreaterThan(2 * YEAR);
    await close();
  });

  it('is none where its own clock says so too', async () => {
    const { hub, station, close } = await openLater(() => Date.now());
    const code = await hub.admin.createEnrolmentCode('UTO');
    await expect(station.enrol(hub.url, code)).rejects.toThrow('hub-other');
    await close();
  });
});
