import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toProtocolError } from '#shared/protocol/errors.ts';
import { json, SyncRounds } from '#test/helpers/sync-rounds.ts';

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
});
