import { beforeAll, describe, expect, it } from 'vitest';
import {
  caseTokenOf,
  openPresence,
  type PresenceKeys,
  presenceAnnouncement,
  presenceKeys,
  sealPresence,
} from '#shared/protocol/presence.ts';
import { systemRandom } from '#test/helpers/crypto.ts';

const CASE = '01930000-0000-7000-8000-00000000ca5e';
const DAY = '2026-11-28';
const deps = { random: systemRandom };

describe('what is said of an open case', () => {
  let ours: PresenceKeys;
  let theirs: PresenceKeys;
  let token: string;

  beforeAll(async () => {
    ours = await presenceKeys(new Uint8Array(32).fill(1));
    theirs = await presenceKeys(new Uint8Array(32).fill(2));
    token = await caseTokenOf(ours, CASE, DAY);
  });

  const frame = (workstation = 'W1') => ({ bureau: 'UTO', workstation, token });
  const body = (officer: string) => ({ officer, since: '2026-11-28T09:42:00.000Z' });

  it('is the same token for the same case under the same key on the same day, and for nothing else', async () => {
    expect(await caseTokenOf(await presenceKeys(new Uint8Array(32).fill(1)), CASE, DAY)).toBe(token);
    const others = [
      await caseTokenOf(theirs, CASE, DAY),
      await caseTokenOf(ours, CASE, '2026-11-29'),
      await caseTokenOf(ours, `${CASE.slice(0, -1)}f`, DAY),
    ];
    expect(new Set([token, ...others]).size).toBe(4);
  });

  it('is read by whoever holds the bureau’s key, and by nobody else', async () => {
    const sealed = await sealPresence(deps, ours, frame(), body('Ana Demir'));
    expect(await openPresence(ours, frame(), sealed)).toEqual(body('Ana Demir'));
    expect(await openPresence(theirs, frame(), sealed)).toBeNull();
  });

  it('cannot be shown as another workstation’s, or for another case', async () => {
    const sealed = await sealPresence(deps, ours, frame(), body('Ana Demir'));
    expect(await openPresence(ours, frame('W2'), sealed)).toBeNull();
    const elsewhere = { ...frame(), token: await caseTokenOf(ours, CASE, '2026-11-29') };
    expect(await openPresence(ours, elsewhere, sealed)).toBeNull();
    expect(await openPresence(ours, { ...frame(), bureau: 'RUR' }, sealed)).toBeNull();
  });

  it('is as long for a short name as for a long one, and fits the wire with the longest an account can have', async () => {
    const [short = '', long = '', longest = ''] = await Promise.all(
      ['Bo', 'Maximiliana Featherstonehaugh-Cholmondeley', '界'.repeat(120)].map(async (name) => {
        const sealed = await sealPresence(deps, ours, frame(), body(name));
        expect(await openPresence(ours, frame(), sealed)).toEqual(body(name));
        return sealed;
      }),
    );
    expect(short.length).toBe(long.length);
    const announcement = { type: 'presence', open: { token, sealed: longest } };
    expect(presenceAnnouncement.safeParse(announcement).success).toBe(true);
    expect(JSON.stringify(announcement).length).toBeLessThan(1024);
  });
});
