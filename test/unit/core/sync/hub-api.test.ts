import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { HubApi } from '#core/sync/hub-api.ts';
import { type HubTransport, TransportError } from '#core/sync/transport.ts';

/** An answer that says nothing. */
const EMPTY = { status: 200, headers: {}, body: Buffer.from('{}') };

describe('what is asked of the hub', () => {
  let now: number;
  let api: HubApi;
  /** How long the hub takes from now on (ms); null: no answer comes. */
  let takes: number | null;

  beforeEach(() => {
    now = 0;
    const transport: HubTransport = {
      send: async () => {
        now += takes ?? 15_000;
        if (takes === null) throw new TransportError('timeout');
        return EMPTY;
      },
      openWake: () => ({ say: () => undefined, close: () => undefined }),
      close: () => undefined,
    };
    api = new HubApi(
      transport,
      () => now,
      () => now,
    );
  });

  const question = (ms: number | null) => {
    takes = ms;
    return api.askDatabase({ path: '/v1/checks', body: {}, silenceMs: 15_000 }, z.object({})).catch(() => undefined);
  };
  const request = (ms: number | null) => {
    takes = ms;
    return api.post('/v1/contact', {}, z.object({})).catch(() => undefined);
  };

  it('of a database, says nothing of the line: not when the answer is late, and not when none comes', async () => {
    await request(50);
    const before = api.line.bytesIn(10_000);
    for (let count = 0; count < 5; count += 1) await question(9_000);
    for (let count = 0; count < 5; count += 1) await question(null);
    expect([api.line.isNarrow, api.line.bytesIn(10_000)]).toEqual([false, before]);
  });

  it('of the hub itself, says that the line is narrow when the answers are late, and when none comes', async () => {
    for (let count = 0; count < 5; count += 1) await request(9_000);
    expect(api.line.isNarrow).toBe(true);
    const before = api.line.bytesIn(10_000);
    await request(null);
    expect(api.line.bytesIn(10_000)).toBeLessThan(before);
  });
});
