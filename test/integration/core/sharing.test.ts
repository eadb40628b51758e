import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseId } from '#shared/lib/ids.ts';
import { caseInput, personFieldsInput } from '#test/helpers/casework.ts';
import { openColleague } from '#test/helpers/colleague.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { CuttableLine, TestWorkstation } from '#test/helpers/workstation.ts';

let hub: TestHub;
let first: TestWorkstation;
let second: TestWorkstation;
const lineOfFirst = new CuttableLine();
const lineOfSecond = new CuttableLine();
let before: CaseId;

const untilSent = (station: TestWorkstation) => station.until('status.get', {}, ({ waiting }) => waiting === 0);

/** The hub calls the workstations by itself; a line that was cut is tried again at once. */
async function mend(...lines: CuttableLine[]): Promise<void> {
  for (const line of lines) line.isCut = false;
  for (const station of [first, second]) await station.call('sync.now', {});
}

beforeAll(async () => {
  hub = await startTestHub();
  first = await TestWorkstation.create({ throughTransport: lineOfFirst.through });
  await first.enrol(hub.url, await hub.admin.createEnrolmentCode('UTO'));
  ({ id: before } = await first.call('case.create', caseInput({ title: 'Begun alone' })));
  await first.call('person.create', { caseId: before, role: 'suspect', fields: personFieldsInput() });
  await untilSent(first);
  second = await openColleague(hub, first, { throughTransport: lineOfSecond.through });
  await first.call('sync.now', {});
});

afterAll(async () => {
  await first.close();
  await second.close();
  await hub.close();
});

describe('two workstations of one bureau', () => {
  it('share what was made before there were two, and what is made afterwards', async () => {
    await second.until('case.list', {}, ({ rows }) => rows.some(({ id }) => id === before));
    await second.until('case.persons', { id: before }, (persons) => persons.length === 1);
    const { id } = await second.call('case.create', caseInput({ title: 'Begun together' }));
    await first.until('case.list', {}, ({ rows }) => rows.some((row) => row.id === id));
    await first.call('note.add', { caseId: id, body: 'Seen here as well.' });
    const notes = await second.until('case.notes', { id }, (all) => all.length === 1);
    expect(notes).toMatchObject([{ author: 'Olaf Officer', body: 'Seen here as well.' }]);
  });

  it('keep both values of a legal field that both changed without a line, and follow the decision of one', async () => {
    lineOfFirst.isCut = true;
    lineOfSecond.isCut = true;
    const versionOf = async (station: TestWorkstation) => (await station.call('case.get', { id: before })).version;
    await first.call('case.update', { id: before, version: await versionOf(first), changes: { handling: 'H2' } });
    await second.call('case.update', { id: before, version: await versionOf(second), changes: { handling: 'H3' } });
    await mend(lineOfFirst, lineOfSecond);
    const [here] = await first.until('conflict.list', {}, (all) => all.length === 1);
    const [there] = await second.until('conflict.list', {}, (all) => all.length === 1);
    await untilSent(first);
    await untilSent(second);
    const values = (one: typeof here) => one?.versions.map(({ value, author }) => [value, author]).toSorted();
    const both = [
      ['H2', 'Olaf Officer'],
      ['H3', 'Otto Officer'],
    ];
    expect(values(here)).toEqual(both);
    expect(values(there)).toEqual(both);
    expect(here).toMatchObject({ legal: true, caseId: before });
    const settled = await first.until('conflict.list', {}, ([one]) => (one?.versions.length ?? 0) === 2);
    const versions = settled[0]?.versions ?? [];
    const among = versions.map(({ change }) => change);
    const take = versions.find(({ value }) => value === 'H3')?.change ?? null;
    await first.call('conflict.decide', { recordId: before, field: 'handling', among, take });
    await second.until('conflict.list', {}, (all) => all.length === 0);
    for (const station of [first, second])
      expect(await station.call('case.get', { id: before })).toMatchObject({ handling: 'H3' });
    const { rows } = await second.call('case.timeline', { id: before });
    expect(rows.filter(({ kind }) => kind === 'conflict-decided')).toMatchObject([{ actor: 'Olaf Officer' }]);
  });

  it('let the hub see nothing of what they share', async () => {
    const stored = await hub.database.query<{ envelope: string }>(`select e::text as envelope from envelopes e`);
    const text = stored.map(({ envelope }) => envelope).join('\n');
    expect(text).toContain('record-changes');
    for (const secret of ['Begun alone', 'Marenko', 'Seen here as well', 'Olaf Officer'])
      expect(text).not.toContain(secret);
  });

  it('reach no other bureau', async () => {
    const streams = await hub.database.query<{ bureau: string }>('select distinct bureau from streams');
    expect(streams.map(({ bureau }) => bureau)).toEqual(['UTO']);
  });
});
