import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ANNOUNCEMENTS_A_MINUTE, createPresence, type Presence } from '#hub/services/presence.ts';
import { PRESENCE_LIVES_SECONDS, presenceMessage } from '#shared/protocol/presence.ts';
import { systemRandom } from '#test/helpers/crypto.ts';

/** Stands for PostgreSQL: what is notified is heard by every process, and kept by none. */
class Notices {
  readonly sent: string[] = [];
  private readonly heard: ((text: string) => void)[] = [];

  readonly query = async (_sql: string, [, notices]: readonly unknown[] = []) => {
    for (const notice of notices as string[]) {
      this.sent.push(notice);
      for (const hear of this.heard) hear(notice);
    }
    return [];
  };

  readonly listen = async (_channel: string, hear: (text: string) => void) => {
    this.heard.push(hear);
    return async () => undefined;
  };
}

const ANA = '01930000-0000-7000-8000-00000000000a';
const BEN = '01930000-0000-7000-8000-00000000000b';
const CASE = 'A'.repeat(22);
const OTHER_CASE = 'B'.repeat(22);
const sealed = (by: string) => by.repeat(379).slice(0, 379);

describe('who has the same case open', () => {
  let notices: Notices;
  let hubs: Presence[];
  let stops: (() => Promise<void>)[];

  beforeEach(async () => {
    vi.useFakeTimers();
    notices = new Notices();
    const clock = { now: () => Date.now() };
    hubs = [1, 2].map(() => createPresence({ clock, random: systemRandom, database: notices as never }));
    stops = await Promise.all(hubs.map((hub) => hub.listen()));
  });
  afterEach(async () => {
    await Promise.all(stops.map((stop) => stop()));
    vi.useRealTimers();
  });

  /** A workstation's line at one of the processes, and what it was told last: the workstations beside it. */
  function lineOf(workstation: string, bureau = 'UTO', hub = 0) {
    const told: string[][] = [];
    const say = (text: string) => {
      told.push(presenceMessage.parse(JSON.parse(text)).others.map((other) => other.workstation.slice(-1)));
    };
    const line = (hubs[hub] as Presence).join({ bureau, workstation }, { say, confirm: async () => undefined });
    const show = async (token: string | null, by = 's') => {
      const said = line.announce(token === null ? null : { token, sealed: sealed(by) });
      await vi.advanceTimersByTimeAsync(1);
      await said;
    };
    const leave = async () => {
      const left = line.leave();
      await vi.advanceTimersByTimeAsync(1);
      await left;
    };
    return { told, show, leave };
  }

  const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);

  it('is told to both when the second comes, at whichever process, and again when one has left', async () => {
    const ana = lineOf(ANA, 'UTO', 0);
    const ben = lineOf(BEN, 'UTO', 1);
    await ana.show(CASE);
    await ben.show(CASE);
    expect([ana.told, ben.told]).toEqual([[[], ['b']], [['a']]]);
    await ben.show(null);
    expect(ana.told.at(-1)).toEqual([]);
    await ben.show(OTHER_CASE);
    expect(ana.told.length).toBe(3);
  });

  it('is told to nobody of another bureau, even where the token were the same', async () => {
    const ana = lineOf(ANA);
    const stranger = lineOf(BEN, 'RUR');
    await ana.show(CASE);
    await stranger.show(CASE);
    expect([ana.told, stranger.told]).toEqual([[[]], [[]]]);
  });

  it('says nothing anew while nothing has changed', async () => {
    const ana = lineOf(ANA);
    const ben = lineOf(BEN);
    await ana.show(CASE);
    for (let times = 0; times < 5; times += 1) await ben.show(CASE);
    expect(ana.told).toEqual([[], ['b']]);
  });

  it('says anew who is there to a workstation that left the case and came back to it', async () => {
    const ana = lineOf(ANA);
    const ben = lineOf(BEN);
    await ana.show(CASE);
    await ben.show(CASE);
    await ben.show(CASE, 't');
    expect(ben.told).toEqual([['a'], ['a']]);
    await ben.show(null);
    await ben.show(CASE, 't');
    expect(ben.told).toEqual([['a'], ['a'], ['a']]);
  });

  it('forgets by itself whoever does not speak any more, and not a moment before', async () => {
    const ana = lineOf(ANA);
    const ben = lineOf(BEN);
    await ben.show(CASE);
    await pass(PRESENCE_LIVES_SECONDS - 5);
    await ana.show(CASE);
    expect(ana.told.at(-1)).toEqual(['b']);
    await pass(8);
    expect(ana.told.at(-1)).toEqual([]);
  });

  it('shows a workstation whose line broke for a few seconds more, and does not flicker when it comes back', async () => {
    const ana = lineOf(ANA);
    const ben = lineOf(BEN);
    await ana.show(CASE);
    await ben.show(CASE);
    await ben.leave();
    await pass(3);
    const again = lineOf(BEN, 'UTO', 1);
    await again.show(CASE);
    await pass(20);
    expect(ana.told).toEqual([[], ['b']]);
    await again.leave();
    await pass(11);
    expect(ana.told.at(-1)).toEqual([]);
  });

  it('passes over what one workstation says beyond its measure, over how many lines it may be', async () => {
    const [one, two] = [lineOf(ANA), lineOf(ANA)];
    for (let times = 0; times < ANNOUNCEMENTS_A_MINUTE; times += 1) await (times % 2 ? one : two).show(CASE);
    expect(notices.sent.length).toBe(ANNOUNCEMENTS_A_MINUTE);
    await one.show(CASE);
    await two.show(OTHER_CASE);
    expect(notices.sent.length).toBe(ANNOUNCEMENTS_A_MINUTE);
    await pass(60);
    await one.show(CASE);
    expect(notices.sent.length).toBe(ANNOUNCEMENTS_A_MINUTE + 1);
  });

  it('takes nothing from a workstation that may not be here any more', async () => {
    const ana = lineOf(ANA);
    await ana.show(CASE);
    const end = { say: () => undefined, confirm: () => Promise.reject(new Error('revoked')) };
    const revoked = (hubs[0] as Presence).join({ bureau: 'UTO', workstation: BEN }, end);
    await expect(revoked.announce({ token: CASE, sealed: sealed('s') })).rejects.toThrow('revoked');
    expect(ana.told).toEqual([[]]);
  });
});
