import { afterEach, describe, expect, it } from 'vitest';
import type { HubTransport } from '#core/sync/transport.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { runs } from '#test/helpers/runs.ts';
import {
  messagesFor,
  openTwoBureaus,
  type TwoBureaus,
  toRuritania,
  untilSent,
  untilTrue,
} from '#test/helpers/two-bureaus.ts';
import { TestWorkstation } from '#test/helpers/workstation.ts';

const DAY = 24 * 3_600_000;
const DAYS = 30;
const ITEMS = runs(150, 5_000);
const BATCH = runs(120, 1_000);

describe('thirty days without a network', () => {
  let world: TwoBureaus | null = null;
  afterEach(() => world?.close());

  it(
    'are made up for: everything written in them arrives, in the order in which it was written',
    async () => {
      const clock = { at: Date.now() - DAYS * DAY, now: () => clock.at };
      world = await openTwoBureaus({ clock });
      const { utopia, ruritania, line, hub } = world;
      line.cut();
      const written: string[] = [];
      for (let day = 0; day < DAYS; day += 1) {
        for (let item = 0; item < ITEMS / DAYS; item += 1) {
          const { id } = await utopia.call('message.send', toRuritania(`Day ${day}, item ${item}`));
          written.push(id);
          clock.at += DAY / (ITEMS / DAYS);
        }
      }
      await utopia.signInAgain();
      expect((await utopia.call('status.get', {})).waiting).toBe(written.length);
      line.restore();
      const begun = Date.now();
      await untilSent(utopia, 60_000 + ITEMS * 500);
      const took = Date.now() - begun;
      await untilTrue(
        async () => (await ruritania.call('message.list', { box: 'inbox' })).total === written.length,
        60_000 + ITEMS * 200,
        500,
      );
      expect(await messagesFor(hub, 'RUR')).toEqual(written);
      console.log(`Thirty days: ${written.length} items out in ${Math.round(took / 1000)} s`);
    },
    180_000 + ITEMS * 1_000,
  );
});

describe('one bad envelope among many', () => {
  let hub: TestHub;
  const stations: TestWorkstation[] = [];
  afterEach(async () => {
    for (const station of stations) await station.close();
    await hub.close();
  });

  it.each([
    ['whose signature does not hold', 'bad-signature', /"signature":"[^"]{8}/, '"signature":"AAAAAAAA'],
    ['that cannot even be attributed', 'malformed', /"sequence":\d+/, '"sequence":"none"'],
  ])(
    '(one %s) needs attention; all others are delivered and nothing is deleted',
    async (_name, code, part, replacement) => {
      hub = await startTestHub();
      let spoilt = '';
      const spoil = (transport: HubTransport): HubTransport => ({
        ...transport,
        send: (request) => transport.send({ ...request, ...(spoilt && { body: spoiltBody(request.body) }) }),
      });
      /** Spoils one envelope of what is offered, wherever it stands. */
      const spoiltBody = (body: Uint8Array | string | undefined) => {
        if (typeof body !== 'string' || !body.includes(`"id":"${spoilt}"`)) return body;
        const { envelopes } = JSON.parse(body) as { envelopes: { id: string }[] };
        const texts = envelopes.map((envelope) => {
          const text = JSON.stringify(envelope);
          return envelope.id === spoilt ? text.replace(part, replacement) : text;
        });
        return `{"envelopes":[${texts.join(',')}]}`;
      };
      const utopia = await TestWorkstation.create({ throughTransport: spoil });
      const ruritania = await TestWorkstation.create();
      stations.push(utopia, ruritania);
      await ruritania.enrol(hub.url, await hub.admin.createEnrolmentCode('RUR'));
      await utopia.enrol(hub.url, await hub.admin.createEnrolmentCode('UTO'));
      await utopia.until('directory.list', {}, (all) =>
        all.some(({ code: bureau, reachable }) => bureau === 'RUR' && reachable),
      );
      await utopia.call('sync.pause', { on: true });
      for (let number = 0; number < BATCH; number += 1) {
        const { id } = await utopia.call('message.send', toRuritania(`Number ${number}`));
        if (number === BATCH >> 1) spoilt = id;
      }
      await utopia.call('sync.pause', { on: false });
      await untilTrue(async () => (await utopia.call('status.get', {})).waiting === 0, 60_000 + BATCH * 200, 200);
      await untilTrue(
        async () => (await ruritania.call('message.list', { box: 'inbox' })).total === BATCH - 1,
        60_000 + BATCH * 200,
        200,
      );
      const left = await utopia.call('outbox.list', {});
      expect(left).toMatchObject([{ id: spoilt, state: 'needs-attention', problem: { code } }]);
      expect((await utopia.call('message.list', { box: 'sent' })).total).toBe(BATCH);
      // It goes once nothing spoils it any more, in a new envelope.
      spoilt = '';
      await utopia.call('outbox.retry', { id: left[0]?.id ?? '' });
      await untilSent(utopia);
      await untilTrue(async () => (await ruritania.call('message.list', { box: 'inbox' })).total === BATCH);
    },
    120_000 + BATCH * 1_000,
  );
});
