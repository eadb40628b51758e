import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { indexCase, indexPerson } from '#core/search-index.ts';
import { type CaseRecord, insertCase, takeCaseSerial } from '#core/store/tables/cases.ts';
import { insertPerson, linkPerson } from '#core/store/tables/persons.ts';
import type { Recording } from '#core/timeline.ts';
import { caseStatuses } from '#shared/domain/case-status.ts';
import { crimeAreas } from '#shared/domain/crime-area.ts';
import type { Input, QueryMethod } from '#shared/ipc/contract.ts';
import { type PersonFields, personFields } from '#shared/ipc/persons.ts';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';
import { caseInput } from '#test/helpers/casework.ts';
import { CoreStation, START } from '#test/helpers/core-station.ts';

const CASES = 10_000;
const PERSONS = 50_000;
/** The interface is to stay under 30 ms on a desk machine; a shared build machine gets more. */
const BUDGET_MS = 150;

const syllables = ['ma', 're', 'ko', 'il', 'ja', 'ta', 'vi', 'no', 'su', 'pe', 'lo', 'du', 'ra', 'mi', 'ze', 'ga'];
const word = (seed: number, length = 3): string =>
  Array.from({ length }, (_, at) => syllables[Math.floor(seed / 16 ** at) % 16]).join('');

/** As large as a busy bureau grows in years. */
describe('with 10,000 cases and 50,000 persons', () => {
  let core: CoreStation;

  beforeAll(async () => {
    core = await CoreStation.open();
    const cases = fillCases(core);
    for (let from = 0; from < PERSONS; from += 5000) core.transaction((rec) => fillPersons(rec, from, 5000, cases));
  }, 240_000);

  afterAll(() => core.close());

  const timed = <M extends QueryMethod>(method: M, input: Input<M>) => medianOf(() => core.call(method, input));

  it.each<[string, Input<'case.list'>]>([
    ['as it opens', {}],
    ['from its middle', { offset: 5000 }],
    ['sorted by title', { sort: 'title', descending: false }],
    ['sorted by priority', { sort: 'priority' }],
    ['filtered', { statuses: ['open', 'suspended'], crimeAreas: ['cybercrime'] }],
    ['searched by a name', { search: 'marejata' }],
    ['searched by one letter', { search: 'm' }],
    ['searched by a reference', { search: 'UTO-2026-0099' }],
  ])('the list of cases answers in time: %s', async (_how, input) => {
    expect(await timed('case.list', input)).toBeLessThan(BUDGET_MS);
  });

  it.each<[string, Input<'object.list'>]>([
    ['as it opens', {}],
    ['from its end', { offset: 49_900 }],
    ['searched by a name', { search: 'Marejata' }],
    ['searched by one letter', { search: 'm' }],
    ['searched by two words', { search: 'ma ko' }],
  ])('persons and objects are listed in time: %s', async (_how, input) => {
    expect(await timed('object.list', input)).toBeLessThan(BUDGET_MS);
  });

  it('the search over everything answers in time', async () => {
    expect(await timed('search.all', { text: 'ma' })).toBeLessThan(BUDGET_MS);
    expect(await timed('search.all', { text: 'marejata kovino' })).toBeLessThan(BUDGET_MS);
  });

  it('the desk and the status line answer in time', async () => {
    expect(await timed('desk.list', {})).toBeLessThan(BUDGET_MS);
    expect(await timed('status.get', {})).toBeLessThan(BUDGET_MS);
  });

  it('a new case is saved in time', async () => {
    expect(await medianOf(() => core.call('case.create', caseInput()))).toBeLessThan(BUDGET_MS);
  });
});

/** Of five, ms. */
async function medianOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < 5; turn += 1) {
    const before = performance.now();
    await work();
    times.push(performance.now() - before);
  }
  return times.sort((a, b) => a - b)[2] ?? 0;
}

function fillCases(core: CoreStation): CaseId[] {
  return core.transaction(({ tx, newId }) => {
    for (let serial = 0; serial < CASES; serial += 1) takeCaseSerial(tx, 2026);
    return Array.from({ length: CASES }, (_, at) => {
      const id = newId() as CaseId;
      const record: CaseRecord = {
        id,
        reference: `UTO-2026-${String(at + 1).padStart(6, '0')}`,
        title: `${word(at * 7919)} ${word(at * 104_729)}`,
        crimeArea: crimeAreas[at % crimeAreas.length] ?? 'drugs',
        status: caseStatuses[at % caseStatuses.length] ?? 'open',
        priority: 'normal',
        purpose: 'obtain-information',
        handling: 'H0',
        marking: 'for-official-use-only',
        officerId: core.station.actor.id,
        description: `Opened on the report of ${word(at)} at ${word(at * 31)}.`,
        createdAt: START,
        createdBy: 'Olaf Officer',
        updatedAt: START + at,
        version: 1,
      };
      insertCase(tx, record);
      indexCase(tx, record);
      return id;
    });
  });
}

function fillPersons({ tx, newId, now }: Recording, from: number, count: number, cases: readonly CaseId[]): void {
  for (let at = from; at < from + count; at += 1) {
    const id = newId() as PersonId;
    const fields: PersonFields = personFields.parse({
      familyName: word(at * 7919, 4),
      forename: word(at * 31),
      sex: 'F',
    });
    insertPerson(tx, {
      ...fields,
      id,
      mrz: null,
      createdAt: now,
      createdBy: 'Olaf',
      updatedAt: START + at,
      version: 1,
    });
    indexPerson(tx, id, fields);
    const caseId = cases[at % cases.length];
    if (caseId) linkPerson(tx, { caseId, personId: id, role: 'witness', at: now, by: 'Olaf' });
  }
}
