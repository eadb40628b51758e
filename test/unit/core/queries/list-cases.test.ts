import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Input } from '#shared/ipc/contract.ts';
import { caseInput, personFieldsInput } from '#test/helpers/casework.ts';
import { CoreStation } from '#test/helpers/core-station.ts';

describe('the list of cases', () => {
  let core: CoreStation;

  beforeAll(async () => {
    core = await CoreStation.open();
    const { actor } = core.station;
    const ring = await core.call('case.create', caseInput({ title: 'Passport fraud ring', officerId: actor.id }));
    await core.call('case.create', caseInput({ title: 'Vol de tableaux à Évora', crimeArea: 'cultural-heritage' }));
    const third = await core.call('case.create', caseInput({ title: 'ålesund trawler', priority: 'critical' }));
    await core.call('person.create', { caseId: ring.id, role: 'suspect', fields: personFieldsInput() });
    await core.call('document.create', {
      caseId: third.id,
      fields: { number: 'AB-123-456', type: 'passport', issuingCountry: 'UTO' },
    });
    await core.call('case.move', { id: third.id, move: 'start' });
  });

  afterAll(() => core.close());

  const titles = async (input: Input<'case.list'>) => {
    const { total, rows } = await core.call('case.list', input);
    expect(total).toBe(rows.length);
    return rows.map(({ title }) => title);
  };

  it.each([
    ['its words without accents', 'evora'],
    ['the beginning of a word', 'tabl'],
    ['words in any order', 'evora vol'],
  ])('finds a case by %s', async (_what, search) => {
    expect(await titles({ search })).toEqual(['Vol de tableaux à Évora']);
  });

  it.each([
    ['a person in it', 'marenko'],
    ['a person in another script', 'Маренко'],
    ['its reference', 'uto-2026-000001'],
    ['its reference as people say it', 'uto 2026 1'],
  ])('finds a case by %s', async (_what, search) => {
    expect(await titles({ search })).toEqual(['Passport fraud ring']);
  });

  it('finds cases by the beginning of their references', async () => {
    expect(await titles({ search: 'UTO-2026-0000' })).toHaveLength(3);
    expect(await titles({ search: 'UTO-2027-' })).toEqual([]);
  });

  it('finds a case by the number of a document in it, with and without separators', async () => {
    expect(await titles({ search: 'AB123456' })).toEqual(['ålesund trawler']);
    expect(await titles({ search: 'ab 123' })).toEqual(['ålesund trawler']);
  });

  it('finds nothing where a search holds no word, whatever else it holds', async () => {
    expect(await titles({ search: '%' })).toEqual([]);
    expect(await titles({ search: '"* OR NEAR(' })).toEqual([]);
  });

  it('filters by what is chosen, together', async () => {
    expect(await titles({ statuses: ['in-progress'] })).toEqual(['ålesund trawler']);
    expect(await titles({ priorities: ['critical', 'normal'], crimeAreas: ['cultural-heritage'] })).toEqual([
      'Vol de tableaux à Évora',
    ]);
    expect(await titles({ mine: true })).toEqual(['Passport fraud ring']);
    expect(await titles({ mine: true, search: 'evora' })).toEqual([]);
  });

  it('sorts by meaning: the most urgent first, titles without regard to capitals and accents', async () => {
    expect((await titles({ sort: 'priority' }))[0]).toBe('ålesund trawler');
    expect((await titles({ sort: 'title', descending: false }))[0]).toBe('ålesund trawler');
    expect((await titles({ sort: 'reference' }))[0]).toBe('ålesund trawler');
    expect((await titles({ sort: 'status', descending: false })).at(-1)).toBe('ålesund trawler');
  });

  it('gives a window, and how many there are in all', async () => {
    const { total, rows } = await core.call('case.list', { sort: 'reference', offset: 1, limit: 1 });
    expect([total, rows.map(({ reference }) => reference)]).toEqual([3, ['UTO-2026-000002']]);
  });

  it('is refused to an administrator, who sees no case content', async () => {
    core.signIn('ada', 'Ada Admin', ['administrator']);
    expect(await core.refusal('case.list', {})).toEqual({ code: 'forbidden' });
  });
});
