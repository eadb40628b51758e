import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseInput, messageInput, personFieldsInput } from '#test/helpers/casework.ts';
import { CoreStation } from '#test/helpers/core-station.ts';

describe('the search over everything', () => {
  let core: CoreStation;

  beforeAll(async () => {
    core = await CoreStation.open();
    const { id: caseId } = await core.call('case.create', caseInput({ title: 'Grayson shipment' }));
    for (const familyName of ['Grayson', 'Gray', 'Ποταμίτης']) {
      await core.call('person.create', { caseId, role: 'suspect', fields: personFieldsInput({ familyName }) });
    }
    await core.call('vehicle.create', { caseId, fields: { plate: 'GRAY 1' } });
    await core.call('note.add', { caseId, body: 'The grayish van left at night.' });
    await core.call('message.send', messageInput({ caseId, subject: 'Shipment of Grayson seen on 3 November 2026' }));
  });

  afterAll(() => core.close());

  const found = async (text: string) =>
    (await core.call('search.all', { text })).map(({ kind, title }) => `${kind}: ${title}`);

  it('finds all kinds of things by the beginnings of their words, whole words first', async () => {
    expect(await found('gray')).toEqual([
      'person: Gray, Ilja',
      'vehicle: GRAY 1',
      'case: Grayson shipment',
      'person: Grayson, Ilja',
      'message: Shipment of Grayson seen on 3 November 2026',
      'note: The grayish van left at night.',
    ]);
  });

  it('finds a name in another script than the one it was written in', async () => {
    expect(await found('Potamitis')).toEqual(['person: Ποταμίτης, Ilja']);
  });

  it('finds a case by its reference, also as people say it', async () => {
    for (const text of ['UTO-2026-000001', 'uto 2026 1', 'uto-2026-0000']) {
      expect((await found(text))[0]).toBe('case: Grayson shipment');
    }
  });

  it('tells in which case a note or a message stands', async () => {
    const hits = await core.call('search.all', { text: 'grayish' });
    const [first] = (await core.call('case.list', {})).rows;
    expect(hits).toMatchObject([{ kind: 'note', caseId: first?.id }]);
  });

  it('gives no more than asked for, and nothing for nothing', async () => {
    expect(await core.call('search.all', { text: 'gray', limit: 2 })).toHaveLength(2);
    expect(await core.call('search.all', { text: ' -- ' })).toEqual([]);
  });

  it('leaves what was searched for in the audit trail', async () => {
    await core.call('search.all', { text: 'canary name' });
    const { rows } = await core.call('audit.list', { search: 'canary' });
    expect(rows).toMatchObject([{ method: 'search.all', user: 'olaf', detail: '{"text":"canary name"}' }]);
  });
});
