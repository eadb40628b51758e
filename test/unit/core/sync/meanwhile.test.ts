import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HubResponse, TransportError } from '#core/sync/transport.ts';
import type { Envelope } from '#shared/protocol/envelope.ts';
import { messageInput } from '#test/helpers/casework.ts';
import { envelopesOfStranger } from '#test/helpers/envelopes.ts';
import { acceptAll, EPOCH, json, SyncRounds, wellBehaved } from '#test/helpers/sync-rounds.ts';

const PAGES = 6;
const DAY = 86_400_000;

describe('what a person sends or asks while much arrives or leaves', () => {
  let hub: SyncRounds;
  let envelope: Envelope;

  beforeEach(async () => {
    hub = await SyncRounds.begin();
    await hub.knowKeys();
    [envelope] = (await envelopesOfStranger(1)) as [Envelope];
  });
  afterEach(() => hub.close());

  const check = () => {
    const query = { documentNumber: 'P1O2345', issuingCountry: 'UTO', type: 'passport' } as const;
    const question = { database: 'sltd', query } as const;
    return hub.core.call('check.run', { caseId: null, purpose: 'search-wanted-person', question });
  };
  /** What was asked of the hub from the first of these on, without what each round asks beside. */
  const order = () =>
    hub.log
      .map((line) => line.replace(/^.*: (GET|POST) /, '').replace(/\?.*$/, ''))
      .filter((path) => ['/v1/stream', '/v1/envelopes', '/v1/checks'].includes(path));

  it('goes after the page that is on its way, not after all of them', async () => {
    hub.answer = async (request) => {
      const { pathname, searchParams } = new URL(request.path, 'https://hub');
      if (pathname !== '/v1/stream') return wellBehaved(request);
      const after = Number(searchParams.get('after'));
      if (after === 1) await Promise.all([check(), hub.core.call('message.send', messageInput())]);
      const item = { number: after + 1, receivedAt: '2026-11-23T09:00:00.000Z', envelope };
      return json(200, { epoch: EPOCH, resumeAfter: after, items: after < PAGES ? [item] : [], head: PAGES });
    };
    await hub.until(() => hub.asked('/v1/envelopes') > 0);
    expect(order().slice(0, 4)).toEqual(['/v1/stream', '/v1/stream', '/v1/checks', '/v1/envelopes']);
  });

  it('is asked after the request that is on its way, not after the whole outbox', async () => {
    for (let count = 0; count < 60; count += 1) await hub.core.call('message.send', messageInput());
    let offers = 0;
    hub.answer = async (request) => {
      if (request.path !== '/v1/envelopes') return wellBehaved(request);
      offers += 1;
      if (offers === 1) await check();
      return acceptAll(request);
    };
    await hub.until(() => offers > 2);
    expect(order().slice(0, 3)).toEqual(['/v1/envelopes', '/v1/checks', '/v1/envelopes']);
  });

  describe('where many checks wait', () => {
    const CHECKS = 6;
    /** What is offered, in its order, and which checks were asked. */
    let offered: string[];
    let questions: string[];
    /** How many envelopes each request of messages had. */
    let requests: number[];

    const titles = new Map<string, string>();
    const send = async (title: string, priority: 'urgent' | 'routine') => {
      const { id } = await hub.core.call('message.send', messageInput({ priority, answerBy: hub.core.clock.at + DAY }));
      titles.set(id, title);
    };
    /** The hub thinks for so long about each check, and then does this. */
    const thinksAboutChecks = (ms: number, then: (checkId: string) => HubResponse) => {
      hub.answer = (request) => {
        if (request.path === '/v1/envelopes') {
          const { envelopes } = JSON.parse(String(request.body)) as { envelopes: { id: string }[] };
          requests.push(envelopes.length);
          offered.push(...envelopes.map(({ id }) => titles.get(id) ?? id));
          return acceptAll(request);
        }
        if (request.path !== '/v1/checks') return wellBehaved(request);
        const { checkId } = JSON.parse(String(request.body)) as { checkId: string };
        questions.push(checkId);
        return new Promise((resolve, reject) => {
          hub.time.timers.after(ms, () => {
            try {
              resolve(then(checkId));
            } catch (error) {
              reject(error);
            }
          });
        });
      };
    };
    beforeEach(async () => {
      offered = [];
      questions = [];
      requests = [];
      for (let count = 0; count < CHECKS; count += 1) await check();
    });

    it('to which the hub gives no answer, is sent after the first of them, urgent before routine; each is asked in its turn', async () => {
      await send('routine', 'routine');
      await send('urgent', 'urgent');
      thinksAboutChecks(15_000, () => {
        throw new TransportError('timeout');
      });
      await hub.until(() => offered.length === 2);
      expect(offered).toEqual(['urgent', 'routine']);
      expect(order().slice(0, 2)).toEqual(['/v1/checks', '/v1/envelopes']);
      await hub.until(() => new Set(questions).size === CHECKS);
    });

    it('to which the hub gives no answer, goes in as few requests as before: a database that is late is no slow line', async () => {
      for (let count = 0; count < 5; count += 1) await send(`routine ${count}`, 'routine');
      thinksAboutChecks(15_000, () => {
        throw new TransportError('timeout');
      });
      await hub.until(() => offered.length === 5);
      expect(requests).toEqual([5]);
    });

    it('that the hub answers slowly, is sent by turns with them', async () => {
      for (let count = 0; count < 60; count += 1) await send(`routine ${count}`, 'routine');
      await send('urgent', 'urgent');
      thinksAboutChecks(4_000, (checkId) => noAnswer(checkId));
      await hub.until(() => offered.length === 61);
      const three = ['/v1/checks', '/v1/checks', '/v1/checks'];
      expect(order().slice(0, 8)).toEqual([...three, '/v1/envelopes', ...three, '/v1/envelopes']);
      expect(offered[0]).toBe('urgent');
      expect(new Set(questions).size).toBe(CHECKS);
    });
  });
});

function noAnswer(checkId: string): HubResponse {
  const state = { change: 9, asOf: '2026-11-23T08:59:00.000Z' };
  return json(200, { checkId, database: 'sltd', outcome: 'NO_ANSWER', candidates: [], truncated: false, state });
}
