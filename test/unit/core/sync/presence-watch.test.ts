import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepBureauKey } from '#core/store/tables/bureau-keys.ts';
import { putSendRule } from '#core/store/tables/send-rules.ts';
import { PresenceWatch } from '#core/sync/presence-watch.ts';
import type { CoreEvent } from '#shared/ipc/wire.ts';
import type { CaseId, WorkstationId } from '#shared/lib/ids.ts';
import { type PresenceAnnouncement, presenceAnnouncement, presenceMessage } from '#shared/protocol/presence.ts';
import { CoreStation } from '#test/helpers/core-station.ts';
import { systemRandom } from '#test/helpers/crypto.ts';
import { TestTime } from '#test/helpers/test-time.ts';

const BUREAU_KEY = 'A'.repeat(22);
const CASE = '01930000-0000-7000-8000-00000000ca5e' as CaseId;
const OTHER_CASE = '01930000-0000-7000-8000-00000000ca5f' as CaseId;
const ids = ['01930000-0000-7000-8000-00000000000a', '01930000-0000-7000-8000-00000000000b'] as WorkstationId[];

/** A workstation, and what it says and tells. */
class Desk {
  readonly said: PresenceAnnouncement['open'][] = [];
  readonly events: CoreEvent[] = [];
  readonly errors: unknown[] = [];
  readonly api = { clockOff: null as number | null, line: { isNarrow: false } };
  readonly watch: PresenceWatch;

  private constructor(
    readonly core: CoreStation,
    time: TestTime,
  ) {
    const { store, identity, clock } = core.station;
    const log = { info: () => undefined, error: (...all: unknown[]) => this.errors.push(all) };
    const emit = (event: CoreEvent) => this.events.push(event);
    this.watch = new PresenceWatch(
      { store, identity, clock, random: systemRandom, log, emit, api: this.api },
      time.timers,
    );
  }

  static async open(workstationId: WorkstationId, time: TestTime): Promise<Desk> {
    return new Desk(await CoreStation.open({ workstationId }), time);
  }

  holdKey(): void {
    const key = { keyId: BUREAU_KEY, publicKey: 'A'.repeat(43), privateKey: 'B'.repeat(43), since: 0 };
    this.core.transaction(({ tx }) => keepBureauKey(tx, key));
  }

  connect(): void {
    this.watch.stands((text) => this.said.push(presenceAnnouncement.parse(JSON.parse(text)).open));
  }

  /** What the hub would say of another one that shows a token. */
  hear(other: Desk, shown: PresenceAnnouncement['open']): Promise<void> {
    if (!shown) throw new Error('Nothing is shown.');
    const { token, sealed } = shown;
    const { workstationId } = other.core.station.identity;
    return this.watch.hears(
      presenceMessage.parse({ type: 'presence', token, others: [{ workstation: workstationId, sealed }] }),
    );
  }
}

describe('the presence of a workstation', () => {
  let time: TestTime;
  let here: Desk;
  let there: Desk;

  beforeEach(async () => {
    time = new TestTime();
    [here, there] = (await Promise.all(ids.map((id) => Desk.open(id, time)))) as [Desk, Desk];
    for (const desk of [here, there]) {
      desk.holdKey();
      desk.connect();
    }
  });
  afterEach(() => {
    for (const desk of [here, there]) {
      expect(desk.errors).toEqual([]);
      desk.watch.close();
      desk.core.close();
    }
  });

  /** Time passes until a desk has spoken so often; sealing takes time of its own. */
  const until = async (ms: number, desk: Desk, times: number) => {
    time.pass(ms);
    await expect.poll(() => desk.said.length, { timeout: 10_000, interval: 5 }).toBe(times);
  };
  /** Two have the same case open, and have said so. */
  const bothShow = async () => {
    here.watch.show(CASE, 'Ana Demir');
    there.watch.show(CASE, 'Boris Vale');
    await until(1000, here, 1);
    await until(0, there, 1);
  };

  /** What was said last of an open case. */
  const shownBy = (desk: Desk) => desk.said.at(-1) as NonNullable<PresenceAnnouncement['open']>;

  it('is the same token as a colleague’s who has the case open, and the colleague is shown by name and workstation', async () => {
    await bothShow();
    expect(shownBy(here).token).toBe(shownBy(there).token);
    await here.hear(there, shownBy(there));
    const [other, ...more] = here.watch.others(CASE);
    expect(more).toEqual([]);
    expect(other).toMatchObject({ officer: 'Boris Vale', workstation: 'UTO-000B' });
    expect(other?.since).toBe(there.core.clock.at);
    expect(here.events).toEqual([{ event: 'changed', tables: ['presence'] }]);
    expect(here.watch.others(OTHER_CASE)).toEqual([]);
  });

  it('is said when a case has been open for a moment, not for each that is passed in a list, and again as it stands', async () => {
    here.watch.show(OTHER_CASE, 'Ana Demir');
    time.pass(300);
    here.watch.show(CASE, 'Ana Demir');
    await until(1000, here, 1);
    await until(25_000, here, 2);
    await until(25_000, here, 3);
    expect(new Set(here.said.map((open) => JSON.stringify(open))).size).toBe(1);
    here.watch.show(null, 'Ana Demir');
    time.pass(200_000);
    expect(here.said.slice(3)).toEqual([null]);
  });

  it('says the hub’s hour, so that a wrong clock shows a colleague no other', async () => {
    here.api.clockOff = 3_600_000;
    there.api.clockOff = -60_000;
    await bothShow();
    await here.hear(there, shownBy(there));
    expect(here.watch.others(CASE)[0]?.since).toBe(there.core.clock.at - 60_000 - 3_600_000);
  });

  it('says nothing without the bureau’s key, and begins when it is here', async () => {
    const newcomer = await Desk.open('01930000-0000-7000-8000-00000000000c' as WorkstationId, time);
    newcomer.connect();
    newcomer.watch.show(CASE, 'Cara Lind');
    time.pass(60_000);
    expect(newcomer.said).toEqual([]);
    newcomer.holdKey();
    await until(25_000, newcomer, 1);
    newcomer.watch.close();
    newcomer.core.close();
  });

  it.each(['paused', 'onlyUrgent'] as const)('says nothing and shows nobody while sending is %s', async (rule) => {
    await bothShow();
    await here.hear(there, shownBy(there));
    here.core.transaction(({ tx, now }) => putSendRule(tx, rule, { at: now, by: 'Ana Demir' }));
    time.pass(100_000);
    expect(here.said.length).toBe(1);
    expect(here.watch.others(CASE)).toEqual([]);
    await here.hear(there, shownBy(there));
    expect(here.watch.others(CASE)).toEqual([]);
  });

  it('says nothing over a narrow line', async () => {
    here.api.line.isNarrow = true;
    here.watch.show(CASE, 'Ana Demir');
    time.pass(100_000);
    expect(here.said).toEqual([]);
  });

  it('shows nobody once the line broke, tries nothing, and is said at once when it stands again', async () => {
    await bothShow();
    await here.hear(there, shownBy(there));
    here.watch.broke();
    expect(here.watch.others(CASE)).toEqual([]);
    time.pass(200_000);
    expect(here.said.length).toBe(1);
    here.connect();
    await until(1, here, 2);
  });

  it('leaves out whoever shows what does not open with the bureau’s key', async () => {
    await bothShow();
    await here.hear(there, { ...shownBy(there), sealed: shownBy(here).sealed });
    expect(here.watch.others(CASE)).toEqual([]);
  });

  it('is silent for good after the store is closed', async () => {
    here.watch.show(CASE, 'Ana Demir');
    await until(1000, here, 1);
    here.watch.close();
    time.pass(200_000);
    expect(here.said.length).toBe(1);
  });
});
