import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hubHistory, putHubHistory } from '#core/store/tables/hub-history.ts';
import { keptEnvelopes } from '#core/store/tables/unreadable-envelopes.ts';
import { standingOf } from '#core/sync/pull-lane.ts';
import { answers } from '#shared/protocol/answers.ts';
import type { Envelope } from '#shared/protocol/envelope.ts';
import { toProtocolError } from '#shared/protocol/errors.ts';
import { messageInput } from '#test/helpers/casework.ts';
import { envelopesOfStranger } from '#test/helpers/envelopes.ts';
import { EPOCH, json, SyncRounds, wellBehaved } from '#test/helpers/sync-rounds.ts';

const YEAR_S = 365 * 24 * 3600;

describe('a hub that is broken or means ill', () => {
  let hub: SyncRounds;

  beforeEach(async () => {
    hub = await SyncRounds.begin();
  });
  afterEach(() => hub.close());

  describe('and asks to be left alone for a year', () => {
    it('is asked again after an hour', async () => {
      hub.answer = () => json(503, toProtocolError('busy'), { 'retry-after': String(YEAR_S) });
      await hub.pass(3_590);
      expect(hub.asked('/v1/directory')).toBe(1);
      await hub.pass(20);
      expect(hub.asked('/v1/directory')).toBe(2);
    });

    it.each(['-5', 'NaN', '1e400', '', 'Fri, 31 Dec 2999 23:59:59 GMT'])(
      'is asked again soon where it says %j',
      async (value) => {
        hub.answer = () => json(503, { garbage: true }, { 'retry-after': value });
        await hub.pass(60);
        expect(hub.asked('/v1/directory')).toBeGreaterThan(3);
      },
    );
  });

  it('fails once and is well again at once, is asked again within seconds', async () => {
    const { status, retryAfter } = answers.internal;
    const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
    hub.answer = (request) => {
      hub.answer = wellBehaved;
      return request.path === '/v1/directory'
        ? json(status, toProtocolError('internal'), headers)
        : wellBehaved(request);
    };
    await hub.pass(3);
    expect([hub.asked('/v1/directory'), hub.engine.status().connection]).toEqual([2, 'online']);
  });

  describe('and gives an answer that cannot be read', () => {
    const answersEverything = (status: number, body: string) => {
      hub.answer = () => ({ status, headers: {}, body: Buffer.from(body) });
    };

    it.each<[string, string]>([
      ['cut in the middle', '{"bureaus":[{"code":"UTO"'],
      ['a page to sign in at', '<html><body>Sign in</body></html>'],
      ['of another shape', '{"bureaus":"none","workstations":[]}'],
      ['nothing at all', ''],
    ])('to the question for the directory (%s), it is not said that there is no network', async (_what, body) => {
      answersEverything(200, body);
      await hub.core.call('message.send', messageInput());
      await hub.pass(5);
      const { since, ...status } = hub.engine.status();
      expect(status).toMatchObject({ connection: 'not-understood', refusal: null });
      hub.core.clock.at += 30_000;
      await hub.pass(30);
      // Told since when, and tried again.
      expect(hub.engine.status().since).toBe(since);
      expect(hub.asked('/v1/directory')).toBeGreaterThan(3);
      hub.answer = wellBehaved;
      await hub.until(() => hub.engine.status().connection === 'online');
    });

    it('where the hub itself is away, what stands before it is taken at its word', async () => {
      answersEverything(502, '<html><body>Bad gateway</body></html>');
      await hub.pass(5);
      expect(hub.engine.status().connection).toBe('connecting');
    });
  });

  describe('and answers for an envelope', () => {
    const receiptOf = (envelopeId: string) => ({
      envelopeId,
      streamNumber: 1,
      receivedAt: '2026-11-23T09:00:00.000Z',
      audit: { number: 1, hash: 'a'.repeat(64) },
    });
    const accepted = (id: string | null, receipt: object | undefined) => {
      const said = { id, class: 'accepted', code: 'accepted', what: '', toDo: '' };
      return receipt ? { ...said, receipt } : said;
    };
    const other = '01930000-0000-7000-8000-00000000000a';
    const states = () => hub.core.call('outbox.list', {}).then((items) => items.map(({ state }) => state));

    beforeEach(() => hub.knowKeys());

    const offerOne = async (verdictOn: (id: string) => unknown) => {
      hub.answer = (request) => {
        if (request.path !== '/v1/envelopes') return wellBehaved(request);
        const { envelopes } = JSON.parse(String(request.body)) as { envelopes: { id: string }[] };
        return json(200, { epoch: EPOCH, verdicts: envelopes.map(({ id }) => verdictOn(id)) });
      };
      await hub.core.call('message.send', messageInput());
      await hub.until(() => hub.asked('POST /v1/envelopes') > 0);
      await hub.pass(1);
    };

    it('with its receipt, takes it out of the outbox', async () => {
      await offerOne((id) => accepted(id, receiptOf(id)));
      expect(await states()).toEqual([]);
      expect(hub.engine.status().connection).toBe('online');
    });

    it.each<[string, (id: string) => unknown]>([
      ['of another one', () => accepted(other, receiptOf(other))],
      ['with the receipt of another one', (id) => accepted(id, receiptOf(other))],
      ['without a receipt', (id) => accepted(id, undefined)],
      ['without saying which', (id) => accepted(null, receiptOf(id))],
      ['as accepted and refused at once', (id) => ({ ...accepted(id, undefined), code: 'malformed' })],
      ['that another one is refused', () => ({ ...accepted(other, undefined), class: 'invalid', code: 'malformed' })],
    ])('%s, has decided nothing: it is offered again', async (_what, verdictOn) => {
      await offerOne(verdictOn);
      expect(await states()).toEqual(['waiting']);
      expect(hub.engine.status().connection).toBe('not-understood');
      await hub.until(() => hub.asked('POST /v1/envelopes') > 2);
    });
  });

  describe('and gives a stream', () => {
    const OTHER = '01930000-0000-7000-8000-000000000001';
    let envelopes: Envelope[];
    /** What arrived, by its number; its sender is not known here. */
    const kept = () =>
      keptEnvelopes(hub.core.station.store.read, ['sender-unknown', 'unknown-body']).map(
        ({ streamNumber }) => streamNumber,
      );
    const cursor = () => standingOf(hub.core.station.store.read).after;
    const item = (number: number, envelope: object | undefined = envelopes[number]) => ({
      number,
      receivedAt: '2026-11-23T09:00:00.000Z',
      envelope,
    });
    const gives = (page: (after: number) => object) => {
      hub.answer = (request) => {
        const { pathname, searchParams } = new URL(request.path, 'https://hub');
        return pathname === '/v1/stream' ? json(200, page(Number(searchParams.get('after')))) : wellBehaved(request);
      };
    };
    const readTo = async (number: number) => {
      gives((from) => ({
        epoch: EPOCH,
        resumeAfter: from,
        items: range(from, number).map((n) => item(n)),
        head: number,
      }));
      hub.engine.wake();
      await hub.until(() => cursor() === number);
    };
    const range = (from: number, to: number) =>
      Array.from({ length: Math.max(0, to - from) }, (_, place) => from + place + 1);

    beforeEach(async () => {
      envelopes = await envelopesOfStranger(8);
      await readTo(3);
    });

    it.each<[string, (after: number) => object]>([
      ['that goes back', (from) => ({ epoch: EPOCH, resumeAfter: from, items: [item(2)], head: 9 })],
      ['that stands still', (from) => ({ epoch: EPOCH, resumeAfter: from, items: [item(from)], head: 9 })],
      ['with a number twice', (from) => ({ epoch: EPOCH, resumeAfter: from, items: [item(4), item(4)], head: 9 })],
      ['out of order', (from) => ({ epoch: EPOCH, resumeAfter: from, items: [item(5), item(4)], head: 9 })],
      ['that jumps ahead', (from) => ({ epoch: EPOCH, resumeAfter: from + 2, items: [], head: 9 })],
      ['longer than its head', (from) => ({ epoch: EPOCH, resumeAfter: from, items: [item(4)], head: 3 })],
    ])('%s, is not followed, and asked again in its time', async (_what, page) => {
      gives(page);
      hub.engine.wake();
      const before = hub.asked('/v1/stream');
      await hub.pass(60);
      expect(hub.asked('/v1/stream') - before).toBeLessThan(10);
      const { connection, since } = hub.engine.status();
      expect(connection).toBe('not-understood');
      expect([cursor(), kept()]).toEqual([3, [1, 2, 3]]);
      // That the directory is understood every time does not end it.
      hub.core.clock.at += 30_000;
      await hub.pass(60);
      expect(hub.engine.status()).toMatchObject({ connection, since });
    });

    it('of one history and of another in turn, is not read from its beginning without end', async () => {
      let turn = 0;
      gives(() => {
        turn += 1;
        return { epoch: turn % 2 ? OTHER : EPOCH, resumeAfter: 0, items: [item(1)], head: 9 };
      });
      hub.engine.wake();
      const before = hub.asked('/v1/stream');
      await hub.pass(60);
      expect(hub.asked('/v1/stream') - before).toBeLessThan(20);
    });

    it('that is shorter than it was, without a word of it, is read from its beginning: its numbers stand for others now', async () => {
      const items = [item(1), item(2, envelopes[6])];
      gives((from) => ({
        epoch: EPOCH,
        resumeAfter: from,
        items: items.filter(({ number }) => number > from),
        head: 2,
      }));
      hub.engine.wake();
      await hub.until(() => cursor() === 2);
      await hub.pass(3);
      expect(hub.engine.status().connection).toBe('online');
      expect(cursor()).toBe(2);
    });

    it('in which something stands that this version does not understand, is read on behind it', async () => {
      const later = { ...envelopes[4], protocol: 99, urgency: 'of a later version' };
      const items = [item(4, later), item(5)];
      gives((from) => ({
        epoch: EPOCH,
        resumeAfter: from,
        items: items.filter(({ number }) => number > from),
        head: 5,
      }));
      hub.engine.wake();
      await hub.until(() => cursor() === 5);
      expect(kept()).toEqual([1, 2, 3, 4, 5]);
      const [row] = keptEnvelopes(hub.core.station.store.read, ['unknown-body']);
      expect(JSON.parse(row?.envelope ?? '')).toEqual(later);
    });
  });

  it('and answers one check with the answer to another, has answered neither', async () => {
    const ask = (documentNumber: string) => {
      const query = { documentNumber, issuingCountry: 'UTO', type: 'passport' } as const;
      const question = { database: 'sltd', query } as const;
      return hub.core.call('check.run', { caseId: null, purpose: 'search-wanted-person', question });
    };
    const [first, second] = [await ask('P1O2345'), await ask('P9O9999')];
    hub.answer = (request) => {
      if (request.path !== '/v1/checks') return wellBehaved(request);
      const { checkId } = JSON.parse(String(request.body)) as { checkId: string };
      const state = { change: 9, asOf: '2026-11-23T08:59:00.000Z' };
      const other = checkId === first.id ? second.id : first.id;
      return json(200, {
        checkId: other,
        database: 'sltd',
        outcome: 'NO_ANSWER',
        candidates: [],
        truncated: false,
        state,
      });
    };
    await hub.until(() => hub.asked('POST /v1/checks') > 1);
    await hub.pass(1);
    for (const { id } of [first, second])
      expect((await hub.core.call('check.get', { id })).online.outcome).toBe('pending');
  });

  it('has its history followed also where the clock was years ahead when it was followed last', async () => {
    const lookedAt = Date.parse('2099-12-31T12:00:00Z');
    hub.core.transaction(({ tx }) => putHubHistory(tx, { ...hubHistory(tx), lookedAt }));
    await hub.until(() => hub.asked('/v1/stream') > 0);
    await hub.pass(2);
    expect(hub.asked('/v1/audit')).toBe(1);
  });
});
