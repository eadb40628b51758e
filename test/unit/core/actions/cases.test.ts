import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { caseInput } from '#test/helpers/casework.ts';
import { CoreStation, START } from '#test/helpers/core-station.ts';

describe('cases', () => {
  let core: CoreStation;

  beforeEach(async () => {
    core = await CoreStation.open();
  });

  afterEach(() => core.close());

  it('get the next number of the bureau and the year, without gaps', async () => {
    const first = await core.call('case.create', caseInput());
    const second = await core.call('case.create', caseInput());
    core.clock.at = Date.parse('2027-01-01T00:00:00.000Z');
    const nextYear = await core.call('case.create', caseInput());
    expect([first, second, nextYear].map(({ reference }) => reference)).toEqual([
      'UTO-2026-000001',
      'UTO-2026-000002',
      'UTO-2027-000001',
    ]);
  });

  it('stand in the file as they were written, with a timeline that begins with their opening', async () => {
    const { id } = await core.call('case.create', caseInput({ title: '  Missing vessel ', priority: 'high' }));
    expect(await core.call('case.get', { id })).toMatchObject({
      title: 'Missing vessel',
      priority: 'high',
      status: 'open',
      version: 1,
      createdBy: 'Olaf Officer',
      counts: { persons: 0, notes: 0 },
    });
    const { rows } = await core.call('case.timeline', { id });
    expect(rows).toMatchObject([
      { kind: 'case-created', actor: 'Olaf Officer', data: { reference: 'UTO-2026-000001' } },
    ]);
  });

  it('are put only in charge of somebody who may work them', async () => {
    const officerId = core.station.actor.id;
    const { id } = await core.call('case.create', caseInput({ officerId }));
    expect(await core.call('case.get', { id })).toMatchObject({ officerName: 'Olaf Officer' });
    const other = core.newId() as typeof officerId;
    expect(await core.refusal('case.update', { id, version: 1, changes: { officerId: other } })).toEqual({
      code: 'officer-not-usable',
    });
  });

  it('keep what somebody else edited meanwhile, and tell the version it has come to', async () => {
    const { id } = await core.call('case.create', caseInput());
    await core.call('case.update', { id, version: 1, changes: { title: 'Ring of forgers' } });
    expect(await core.refusal('case.update', { id, version: 1, changes: { title: 'Forgers' } })).toEqual({
      code: 'edited-elsewhere',
      params: { version: 2 },
    });
    expect(await core.call('case.get', { id })).toMatchObject({ title: 'Ring of forgers', version: 2 });
  });

  it('name in the timeline which fields an edit changed, and nothing where it changed none', async () => {
    const { id } = await core.call('case.create', caseInput());
    await core.call('case.update', { id, version: 1, changes: { title: 'Ring of forgers', priority: 'normal' } });
    await core.call('case.update', { id, version: 2, changes: { title: 'Ring of forgers' } });
    const { rows } = await core.call('case.timeline', { id });
    expect(rows.map(({ kind, data }) => [kind, data.fields])).toEqual([
      ['case-edited', 'title'],
      ['case-created', undefined],
    ]);
  });

  it('move along their life, with the reason where one is asked for', async () => {
    const { id } = await core.call('case.create', caseInput());
    expect(await core.refusal('case.move', { id, move: 'close' })).toEqual({ code: 'reason-missing' });
    expect(await core.refusal('case.move', { id, move: 'resume' })).toMatchObject({ code: 'move-not-possible' });
    expect(await core.call('case.move', { id, move: 'close', reason: 'Solved' })).toEqual({ status: 'closed' });
    const [closed] = (await core.call('case.timeline', { id })).rows;
    expect(closed).toMatchObject({ kind: 'status-changed', data: { from: 'open', to: 'closed', reason: 'Solved' } });
  });

  it('take nothing more once they are closed, until they are reopened', async () => {
    const { id } = await core.call('case.create', caseInput());
    await core.call('case.move', { id, move: 'close', reason: 'Solved' });
    const refused = { code: 'case-closed', params: { reference: 'UTO-2026-000001' } };
    expect(await core.refusal('note.add', { caseId: id, body: 'One thing more' })).toEqual(refused);
    expect(await core.refusal('case.update', { id, version: 1, changes: { title: 'Other' } })).toEqual(refused);
    await core.call('case.move', { id, move: 'reopen', reason: 'New witness' });
    await core.call('note.add', { caseId: id, body: 'One thing more' });
    expect(await core.call('case.notes', { id })).toMatchObject([{ body: 'One thing more', author: 'Olaf Officer' }]);
  });

  it('leave nothing behind when an action is refused halfway', async () => {
    const officerId = core.newId() as typeof core.station.actor.id;
    await core.refusal('case.create', caseInput({ officerId }));
    expect(await core.call('case.create', caseInput())).toMatchObject({ reference: 'UTO-2026-000001' });
    expect(await core.call('case.list', {})).toMatchObject({ total: 1 });
  });

  it('come up in the list when something is added to them', async () => {
    const { id: first } = await core.call('case.create', caseInput({ title: 'First' }));
    await core.call('case.create', caseInput({ title: 'Second' }));
    await core.call('note.add', { caseId: first, body: 'News' });
    const { rows } = await core.call('case.list', {});
    expect(rows.map(({ title }) => title)).toEqual(['First', 'Second']);
    expect(rows[0]?.updatedAt).toBeGreaterThan(START);
  });

  it('that are not here are said not to be', async () => {
    const id = core.newId() as Awaited<ReturnType<typeof core.call<'case.create'>>>['id'];
    expect(await core.refusal('case.get', { id })).toEqual({ code: 'not-found', params: { kind: 'case' } });
    expect(await core.refusal('note.add', { caseId: id, body: 'Note' })).toMatchObject({ code: 'not-found' });
  });
});
