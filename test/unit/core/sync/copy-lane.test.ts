import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { referenceCopy } from '#core/store/tables/reference.ts';
import { CopyLane } from '#core/sync/copy-lane.ts';
import type { SyncContext } from '#core/sync/sync-context.ts';
import { sltdRecord } from '#shared/domain/reference-records.ts';
import { CoreStation } from '#test/helpers/core-station.ts';

const AT = '2026-11-23T08:00:00.000Z';
const AGAIN_MS = 6 * 60_000;

describe('the local copies of the databases', () => {
  let core: CoreStation;
  let lane: CopyLane;
  let now: number;
  let asked: string[];
  let answer: (database: string, after: number) => object;

  beforeEach(async () => {
    core = await CoreStation.open();
    now = 0;
    asked = [];
    const get = async (path: string) => {
      asked.push(path);
      const { pathname, searchParams } = new URL(path, 'https://hub');
      return answer(pathname.split('/').at(-1) ?? '', Number(searchParams.get('after')));
    };
    const api = { get, line: { bytesIn: () => 50_000 } };
    const parts = { store: core.station.store, api, clock: core.clock, isFull: () => false, monotonicMs: () => now };
    lane = new CopyLane(parts as unknown as SyncContext);
  });
  afterEach(() => core.close());

  const passport = (change: number, documentNumber: string) => ({
    change,
    changedAt: AT,
    recordId: `D-${documentNumber}`,
    record: sltdRecord.parse({
      recordId: `D-${documentNumber}`,
      documentNumber,
      issuingCountry: 'UTO',
      type: 'passport',
      fraudType: 'stolen',
    }),
  });
  /** A hub that holds these passports, and no other database. */
  const holds = (changes: readonly ReturnType<typeof passport>[]) => (database: string, after: number) => {
    const held = database === 'sltd' ? changes : [];
    const change = held.at(-1)?.change ?? 0;
    const state = { change, asOf: change === 0 ? null : AT };
    return { database, changes: held.filter((one) => one.change > after), state };
  };
  const bringUpToDate = async () => {
    now += AGAIN_MS;
    for (let pages = 0; lane.isDue() && pages < 20; pages += 1) await lane.fetchNext();
  };
  const localOutcome = async (documentNumber: string) => {
    const query = { documentNumber, issuingCountry: 'UTO', type: 'passport' } as const;
    const question = { database: 'sltd', query } as const;
    const { id } = await core.call('check.run', { caseId: null, purpose: 'search-wanted-person', question });
    return (await core.call('check.get', { id })).local.outcome;
  };

  it('say nothing of a database that the hub does not hold: nothing was searched', async () => {
    answer = holds([]);
    await bringUpToDate();
    expect(referenceCopy(core.station.store.read, 'sltd')?.asOf ?? null).toBeNull();
    expect(await localOutcome('P1O2345')).toBe('error');
  });

  it('begin anew where the hub has less than they have: it was put back to a back-up, and its numbers stand for other changes', async () => {
    answer = holds([passport(1, 'A1'), passport(2, 'B2'), passport(3, 'C3')]);
    await bringUpToDate();
    expect([await localOutcome('B2'), await localOutcome('C3')]).toEqual(['found', 'found']);
    answer = holds([passport(1, 'A1'), passport(2, 'D4')]);
    await bringUpToDate();
    expect([await localOutcome('A1'), await localOutcome('D4')]).toEqual(['found', 'found']);
    expect([await localOutcome('B2'), await localOutcome('C3')]).toEqual(['nothing-found', 'nothing-found']);
    expect(referenceCopy(core.station.store.read, 'sltd')).toMatchObject({ cursor: '2', records: 2 });
  });

  it.each<[string, (database: string, after: number) => object]>([
    ['of another database', (_database, after) => holds([passport(1, 'A1')])('sltd', after)],
    [
      'that stands still',
      (database) => ({ ...holds([passport(9, 'A1')])(database, 0), state: { change: 99, asOf: AT } }),
    ],
    ['out of order', (database) => ({ ...holds([])(database, 0), changes: [passport(2, 'A1'), passport(1, 'B2')] })],
  ])('are not made of a page %s', async (_what, page) => {
    answer = page;
    await expect(bringUpToDate()).rejects.toThrow('not-a-hub');
    expect(asked.length).toBeLessThan(4);
  });
});
