import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';
import { caseInput, personFieldsInput } from '#test/helpers/casework.ts';
import { CoreStation } from '#test/helpers/core-station.ts';

describe('persons, documents and vehicles', () => {
  let core: CoreStation;
  let caseId: CaseId;

  beforeEach(async () => {
    core = await CoreStation.open();
    caseId = (await core.call('case.create', caseInput())).id;
  });

  afterEach(() => core.close());

  const timeline = async (id: CaseId) =>
    (await core.call('case.timeline', { id })).rows.map(({ kind, data }) => [kind, data.name ?? data.number]);

  it('are written into a case with all that is known, unknown kept as unknown', async () => {
    const fields = personFieldsInput({ aliases: ['Il Grigio'], birthDate: '1980', height: 178, sex: undefined });
    const { id } = await core.call('person.create', { caseId, role: 'suspect', fields, mrz: 'P<UTO' });
    const person = await core.call('person.get', { id });
    expect(person).toMatchObject({
      familyName: 'Marenko',
      aliases: ['Il Grigio'],
      birthDate: '1980',
      sex: 'U',
      height: 178,
      eyes: null,
      identityConfirmed: false,
      version: 1,
      cases: [{ id: caseId, reference: 'UTO-2026-000001', role: 'suspect' }],
    });
    expect(await core.call('case.persons', { id: caseId })).toMatchObject([
      { id, role: 'suspect', addedBy: 'Olaf Officer' },
    ]);
    expect(await timeline(caseId)).toEqual([
      ['person-added', 'Marenko, Ilja'],
      ['case-created', undefined],
    ]);
  });

  it('stand in several cases, once in each, and an edit is told in all of them', async () => {
    const { id: personId } = await core.call('person.create', { caseId, role: 'suspect', fields: personFieldsInput() });
    const { id: other } = await core.call('case.create', caseInput({ title: 'Second case' }));
    await core.call('person.link', { caseId: other, personId, role: 'witness' });
    expect(await core.refusal('person.link', { caseId: other, personId, role: 'witness' })).toEqual({
      code: 'already-in-case',
      params: { reference: 'UTO-2026-000002' },
    });
    await core.call('person.update', { id: personId, version: 1, changes: { forename: 'Ilya' } });
    for (const id of [caseId, other]) expect((await timeline(id))[0]).toEqual(['person-edited', 'Marenko, Ilya']);
    const [shown] = (await core.call('object.list', { kind: 'person' })).rows;
    expect(shown).toMatchObject({ title: 'Marenko, Ilya', cases: 2 });
  });

  it('keep the edit that came first', async () => {
    const { id } = await core.call('person.create', { caseId, role: 'suspect', fields: personFieldsInput() });
    expect(await core.call('person.update', { id, version: 1, changes: { eyes: 'BLU' } })).toEqual({ version: 2 });
    expect(await core.refusal('person.update', { id, version: 1, changes: { eyes: 'GRN' } })).toMatchObject({
      code: 'edited-elsewhere',
    });
    expect(await core.call('person.get', { id })).toMatchObject({ eyes: 'BLU', forename: 'Ilja' });
  });

  it('name the holder of a document, and refuse a holder who is not here', async () => {
    const person = await core.call('person.create', { caseId, role: 'suspect', fields: personFieldsInput() });
    const fields = { number: 'P1234567', type: 'passport', issuingCountry: 'UTO', holderId: person.id } as const;
    const { id } = await core.call('document.create', { caseId, fields });
    expect(await core.call('document.get', { id })).toMatchObject({ holderName: 'Marenko, Ilja', holderId: person.id });
    expect(await core.call('case.documents', { id: caseId })).toMatchObject([{ id, number: 'P1234567' }]);
    const nobody = core.newId() as PersonId;
    expect(await core.refusal('document.create', { caseId, fields: { ...fields, holderId: nobody } })).toEqual({
      code: 'not-found',
      params: { kind: 'person' },
    });
    await core.call('document.update', { id, version: 1, changes: { expiryDate: '2031-05' as never } });
    expect(await core.call('document.get', { id })).toMatchObject({ expiryDate: '2031-05', version: 2 });
  });

  it('call a vehicle by its plate, else by what else is known of it', async () => {
    const { id } = await core.call('vehicle.create', { caseId, fields: { plate: 'UT 482 KX', make: 'Norda' } });
    await core.call('vehicle.create', { caseId, fields: { make: 'Norda', model: 'Kestrel' } });
    await core.call('vehicle.update', { id, version: 1, changes: { colour: 'grey' } });
    expect(await core.call('vehicle.get', { id })).toMatchObject({ colour: 'grey', version: 2, plateCountry: null });
    expect(await core.call('case.vehicles', { id: caseId })).toHaveLength(2);
    const { rows } = await core.call('object.list', { kind: 'vehicle' });
    expect(rows.map(({ title }) => title)).toEqual(['UT 482 KX', 'Norda Kestrel']);
  });

  it('are listed together, the latest changed first, and found by any of their words', async () => {
    await core.call('person.create', {
      caseId,
      role: 'suspect',
      fields: personFieldsInput({ birthPlace: 'Port Alba' }),
    });
    await core.call('document.create', { caseId, fields: { number: 'X77-1', type: 'visa', issuingCountry: 'UTO' } });
    await core.call('vehicle.create', { caseId, fields: { vin: 'UTX482' } });
    const all = await core.call('object.list', {});
    expect([all.total, all.rows.map(({ kind }) => kind)]).toEqual([3, ['vehicle', 'document', 'person']]);
    const found = async (search: string) => (await core.call('object.list', { search })).rows.map(({ title }) => title);
    expect(await found('port alb')).toEqual(['Marenko, Ilja']);
    expect(await found('x771')).toEqual(['X77-1 (UTO)']);
    expect(await found('utx')).toEqual(['UTX482']);
    expect(await found('nobody')).toEqual([]);
    const second = await core.call('object.list', { offset: 1, limit: 1 });
    expect([second.total, second.rows.map(({ kind }) => kind)]).toEqual([3, ['document']]);
  });

  it('are found under a new name and no longer under the old one', async () => {
    const { id } = await core.call('person.create', { caseId, role: 'suspect', fields: personFieldsInput() });
    await core.call('person.update', { id, version: 1, changes: { familyName: 'Okonjo' } });
    expect(await core.call('object.list', { search: 'okonjo' })).toMatchObject({ total: 1 });
    expect(await core.call('object.list', { search: 'marenko' })).toMatchObject({ total: 0 });
  });
});
