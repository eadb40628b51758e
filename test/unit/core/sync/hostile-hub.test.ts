import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toProtocolError } from '#shared/protocol/errors.ts';
import { messageInput } from '#test/helpers/casework.ts';
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
      expect(hub.engine.status().connection).toBe('connecting');
      await hub.until(() => hub.asked('POST /v1/envelopes') > 2);
    });
  });
});
