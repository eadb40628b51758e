import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyEntries } from '#core/sharing/apply-entries.ts';
import { changesOfField, forgetFollowedChanges } from '#core/store/tables/record-changes.ts';
import type { Input } from '#shared/ipc/contract.ts';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';
import { caseInput, personFieldsInput } from '#test/helpers/casework.ts';
import type { CoreStation } from '#test/helpers/core-station.ts';
import { Office, sharedContent } from '#test/helpers/office.ts';

describe('an edit of a field that another has followed', () => {
  let office: Office;
  let here: CoreStation;
  let there: CoreStation;
  let away: CoreStation;
  let caseId: CaseId;

  beforeEach(async () => {
    office = await Office.open(3);
    const [a, b, c] = office.stations;
    if (!a || !b || !c) throw new Error('Three workstations');
    [here, there, away] = [a, b, c];
    ({ id: caseId } = await here.call('case.create', caseInput({ title: 'As it was made' })));
    office.settle();
  });
  afterEach(() => office.close());

  const edit = async (core: CoreStation, changes: Input<'case.update'>['changes']) => {
    const { version } = await core.call('case.get', { id: caseId });
    await core.call('case.update', { id: caseId, version, changes });
  };
  /** What the two who have a line do reaches each other. */
  const settleTwo = () => {
    for (const core of [here, there]) office.send(core);
    for (const core of [here, there]) office.pull(core);
  };
  const editMany = async (count: number) => {
    for (let number = 0; number < count; number += 1) {
      await edit(number % 2 ? there : here, { title: `Title ${number}`, description: `Text ${number}` });
      settleTwo();
    }
  };
  const keptAt = (core: CoreStation, field: string, id: string = caseId) =>
    changesOfField(core.station.store.read, id, field).map(({ value }) => value);
  const countAt = (core: CoreStation, table: string) =>
    core.station.store.read.get<{ count: number }>(`SELECT count(*) AS count FROM ${table}`)?.count;
  const eventsAt = (core: CoreStation, kind: string) =>
    core.station.store.read.all('SELECT id FROM events WHERE kind = ?', [kind]).length;

  it('is let go of once the hub has taken both over, at every workstation; its identifier stays', async () => {
    await editMany(20);
    office.settle();
    for (const core of office.stations) {
      expect([keptAt(core, 'title'), keptAt(core, 'description')]).toEqual([['Title 19'], ['Text 19']]);
      expect(countAt(core, 'forgotten_changes')).toBe(38);
      expect(countAt(core, 'awaited_changes')).toBe(0);
      expect(sharedContent(core)).toBe(sharedContent(here));
    }
  });

  it('stays as long as the hub has not had it', async () => {
    await edit(here, { title: 'One' });
    await edit(here, { title: 'Two' });
    await edit(there, { title: 'Three' });
    office.send(there);
    office.pull(here);
    expect(keptAt(here, 'title')).toEqual(['One', 'Two', 'Three']);
    settleTwo();
    expect(keptAt(here, 'title')).toEqual(['Two', 'Three']);
  });

  it('is not missed by who was away for weeks: both values stand against each other, and the decision reaches all', async () => {
    await edit(here, { title: 'Known to all' });
    office.settle();
    await edit(away, { title: 'Written on the road' });
    await editMany(10);
    office.settle();
    for (const core of office.stations) {
      const [conflict] = await core.call('conflict.list', {});
      const values = conflict?.versions.map(({ value }) => value);
      expect([conflict?.base, values]).toEqual(['Title 8', ['Title 9', 'Written on the road']]);
      expect(eventsAt(core, 'conflict-found')).toBe(1);
    }
    const [conflict] = await away.call('conflict.list', {});
    const among = conflict?.versions.map(({ change }) => change) ?? [];
    await away.call('conflict.decide', { recordId: caseId, field: 'title', among, take: among[1] ?? null });
    office.settle();
    for (const core of office.stations) {
      expect(await core.call('conflict.list', {})).toEqual([]);
      expect((await core.call('case.get', { id: caseId })).title).toBe('Written on the road');
      expect(sharedContent(core)).toBe(sharedContent(here));
    }
  });

  it('is told of to who was away as before: another field was edited meanwhile', async () => {
    await edit(away, { priority: 'high' });
    await editMany(6);
    office.settle();
    const told = here.station.store.read.all<{ data: string }>(
      "SELECT data FROM events WHERE kind = 'parallel-change'",
    );
    expect(told.map(({ data }) => JSON.parse(data) as unknown)).toMatchObject([
      { fields: 'title,description,priority' },
    ]);
  });

  it('changes nothing when it comes again', async () => {
    await editMany(6);
    office.settle();
    const before = [sharedContent(there), countAt(there, 'events'), countAt(there, 'forgotten_changes')];
    there.transaction((rec) => {
      office.stream.forEach(({ from, body }, index) => {
        applyEntries(rec, body, { workstation: from, streamNumber: index + 1 });
      });
    });
    expect([sharedContent(there), countAt(there, 'events'), countAt(there, 'forgotten_changes')]).toEqual(before);
    expect(await there.call('conflict.list', {})).toEqual([]);
  });

  it('stays where a person decided between it and another, with the decision', async () => {
    await edit(here, { title: 'One title' });
    await edit(there, { title: 'Another title' });
    settleTwo();
    const [conflict] = await here.call('conflict.list', {});
    const among = conflict?.versions.map(({ change }) => change) ?? [];
    await here.call('conflict.decide', { recordId: caseId, field: 'title', among, take: among[0] ?? null });
    settleTwo();
    await editMany(4);
    expect(keptAt(here, 'title')).toEqual(['One title', 'Another title', 'One title', 'Title 3']);
    expect(sharedContent(there)).toBe(sharedContent(here));
  });

  it('stays of what somebody’s identity was, and of a set, which is made of all of them', async () => {
    const fields = personFieldsInput({ aliases: ['Kit'] });
    const { id } = await here.call('person.create', { caseId, role: 'suspect', fields });
    office.settle();
    const change = async (core: CoreStation, changes: Input<'person.update'>['changes']) => {
      const { version } = await core.call('person.get', { id: id as PersonId });
      await core.call('person.update', { id: id as PersonId, version, changes });
    };
    await change(away, { aliases: ['Kit', 'Bo'] });
    await change(here, { aliases: [], familyName: 'Marenkow' });
    settleTwo();
    await change(there, { aliases: ['Ash'], familyName: 'Marenkov', height: 180 });
    settleTwo();
    await change(here, { height: 181 });
    office.settle();
    for (const core of office.stations) {
      expect(keptAt(core, 'familyName', id)).toEqual(['Marenkow', 'Marenkov']);
      expect(keptAt(core, 'aliases', id).toSorted()).toEqual([[], ['Ash'], ['Kit', 'Bo']]);
      expect(keptAt(core, 'height', id)).toEqual([181]);
      expect((await core.call('person.get', { id: id as PersonId })).aliases).toEqual(['Ash', 'Bo']);
    }
  });

  it('is not awaited by what names it later', async () => {
    await edit(here, { title: 'Known to all' });
    office.settle();
    await edit(away, { title: 'Written on the road' });
    await editMany(2);
    office.send(away);
    settleTwo();
    expect(countAt(here, 'awaited_changes')).toBe(0);
  });

  it('that an older version kept goes with the next edit of its field', async () => {
    await editMany(3);
    // As it was before anything was let go of.
    here.transaction(({ tx }) => {
      tx.run('DELETE FROM forgotten_changes');
      tx.run(`INSERT INTO record_changes (id, record_kind, record_id, field, base_version, base, value, parents, seen, decision, author,
        workstation, at, place, followed) SELECT '${here.newId()}', record_kind, record_id, field, base_version, base, '"Long ago"', '[]', seen,
        decision, author, workstation, at, 1, 1 FROM record_changes WHERE field = 'title'`);
    });
    expect(keptAt(here, 'title')).toHaveLength(2);
    await edit(here, { title: 'After the update' });
    settleTwo();
    expect(keptAt(here, 'title')).toEqual(['After the update']);
    here.transaction(({ tx }) => forgetFollowedChanges(tx, caseId, 'title'));
    expect(keptAt(here, 'title')).toEqual(['After the update']);
  });
});
