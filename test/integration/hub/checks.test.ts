import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#shared/lib/ids.ts';
import { checkResponse, copyPage } from '#shared/protocol/checks.ts';
import { testDeps } from '#test/helpers/envelopes.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { codeOf, enrolNewBureau, type TestWorkstation } from '#test/helpers/hub-client.ts';

const persons = [
  { recordId: 'N-1', name: 'ZORKOVA', forename: 'ANNA', birthDate: '1980-01-02', sex: 'F', nationalities: ['ZUB'] },
  { recordId: 'N-2', name: 'ZORKOV', forename: 'BORIS', birthDate: '1975', sex: 'M' },
  { recordId: 'N-3', name: 'HENTZAU', forename: 'RUPERT', birthDate: '1869-05-06', sex: 'M' },
];
const documents = [
  { recordId: 'D-1', documentNumber: 'L898902C3', issuingCountry: 'UTO', type: 'passport', fraudType: 'stolen' },
];
const vehicles = [{ recordId: 'V-1', vin: 'UTOZZZ99ZTS392124', plate: 'UT 123', make: 'Utopia', theftType: 'theft' }];

describe('database checks at the hub', () => {
  let hub: TestHub;
  let utopia: TestWorkstation;

  beforeAll(async () => {
    hub = await startTestHub();
    utopia = await enrolNewBureau(hub, 'UTO');
    await hub.admin.importRecords('nominal', persons);
    await hub.admin.importRecords('sltd', documents);
  });
  afterAll(() => hub.close());

  const request = (database: string, query: object, more: object = {}) => ({
    checkId: newId(testDeps),
    database,
    purpose: 'search-wanted-person',
    query,
    ...more,
  });
  const check = async (json: object) => checkResponse.parse((await utopia.ask({ path: '/v1/checks', json })).body);
  const audits = async (event: string) =>
    hub.database.query<{ details: object; subject: string }>(
      `select details, subject from audit where bureau = 'UTO' and event = $1 order by number`,
      [event],
    );

  it('find a person by a name written otherwise, best first and with reasons, then give the record', async () => {
    const answer = await check(request('nominal', { name: 'Zorkowa', forename: 'Anna', birthDate: '1980-01-02' }));
    expect(answer).toMatchObject({ outcome: 'NO_ERROR', truncated: false });
    const [best] = answer.candidates;
    expect(best).toMatchObject({ recordId: 'N-1', summary: { kind: 'nominal', name: 'ZORKOVA' } });
    expect(best?.reasons).toContain('birth-date-equal');

    const path = '/v1/checks/nominal/records/N-1?purpose=search-wanted-person';
    const record = await utopia.ask({ path });
    expect(record.body).toMatchObject({ database: 'nominal', record: { name: 'ZORKOVA', nationalities: ['ZUB'] } });
  });

  it('find a document by its number, spaces and look-alikes included', async () => {
    const exact = await check(request('sltd', { documentNumber: 'l898902 c3', issuingCountry: 'UTO' }));
    expect(exact.candidates[0]).toMatchObject({ recordId: 'D-1', summary: { fraudType: 'stolen' } });
    expect((await check(request('sltd', { documentNumber: 'LB98902C3' }))).candidates[0]?.reasons).toContain(
      'document-number-lookalike',
    );
  });

  it('are refused when they ask what cannot be written down, and do not fail', async () => {
    const asked = [
      request('nominal', { name: 'Half \ud800' }),
      request('sltd', { documentNumber: 'L898902C3' }, { caseReference: '\udfff' }),
      { ...request('sltd', { documentNumber: 'L898902C3' }), checkId: newId(testDeps).toUpperCase() },
    ];
    for (const json of asked) expect(codeOf(await utopia.ask({ path: '/v1/checks', json }))).toBe('malformed');
    const record = await utopia.ask({ path: '/v1/checks/sltd/records/D-1%00?purpose=search-wanted-person' });
    expect(codeOf(record)).toBe('malformed');
    expect((await check(request('sltd', { documentNumber: 'L8\u000098902C3' }))).outcome).toBe('NO_ERROR');
  });

  it('say that nothing was found, which is not an error, and how old the data are', async () => {
    const answer = await check(request('nominal', { name: 'Nobody' }));
    expect(answer).toMatchObject({ outcome: 'NO_ANSWER', candidates: [], state: { change: 3 } });
    expect(answer.state.asOf).not.toBeNull();
  });

  it('do not pretend to have searched a database that is not there', async () => {
    const answer = await utopia.ask({ path: '/v1/checks', json: request('vehicle', { vin: 'X' }) });
    expect(codeOf(answer)).toBe('database-unavailable');
    await hub.admin.importRecords('vehicle', vehicles);
    expect((await check(request('vehicle', { plate: 'ut-123' }))).candidates).toHaveLength(1);
  });

  it('find each its own when many different ones are asked at the same moment', async () => {
    const asked = Array.from({ length: 8 }, () => [
      request('nominal', { name: 'Zorkova', forename: 'Anna' }),
      request('nominal', { name: 'Nobody' }),
      request('sltd', { documentNumber: 'L898902C3' }),
      request('nominal', { name: 'Hentzau' }),
      request('sltd', { documentNumber: 'X0000000' }),
    ]).flat();
    const answers = await Promise.all(asked.map(check));
    const found = answers.map(({ checkId, database, candidates: [best] }) => [checkId, database, best?.recordId]);
    const expected = ['N-1', undefined, 'D-1', 'N-3', undefined];
    expect(found).toEqual(asked.map(({ checkId, database }, index) => [checkId, database, expected[index % 5]]));
    expect(answers[2]?.state.change).toBe(1);
    expect(answers[0]?.state.change).toBe(3);
  });

  it('give the stored answer to the same check, even at the same moment, and audit it once', async () => {
    const json = request('nominal', { name: 'Hentzau' });
    const before = (await audits('check')).length;
    const answers = await Promise.all([check(json), check(json), check(json)]);
    await hub.admin.importRecords('nominal', [{ recordId: 'N-4', name: 'HENTZAU' }]);
    expect(new Set([...answers, await check(json)].map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect((await audits('check')).length).toBe(before + 1);
    const changed = { ...json, query: { name: 'Zorkova' } };
    expect(codeOf(await utopia.ask({ path: '/v1/checks', json: changed }))).toBe('id-reused');
  });

  it('leave one audit entry for each search and each look at a record, with purpose and without the name', async () => {
    const json = request('nominal', { name: 'Zorkova' });
    await check(json);
    const path = `/v1/checks/nominal/records/N-1?purpose=warn&checkId=${json.checkId}`;
    await utopia.ask({ path });
    expect((await audits('check')).at(-1)).toMatchObject({
      subject: json.checkId,
      details: { database: 'nominal', purpose: 'search-wanted-person', outcome: 'NO_ERROR' },
    });
    expect((await audits('record')).at(-1)).toMatchObject({
      subject: 'N-1',
      details: { purpose: 'warn', outcome: 'shown', checkId: json.checkId },
    });
    expect(JSON.stringify([await audits('check'), await audits('record')]).toLowerCase()).not.toContain('zorkova');
    expect(codeOf(await utopia.ask({ path: '/v1/checks/nominal/records/N-9?purpose=warn' }))).toBe('not-found');
  });

  it('need a purpose of the list', async () => {
    const without = { ...request('nominal', { name: 'A' }), purpose: 'curiosity' };
    expect((await utopia.ask({ path: '/v1/checks', json: without })).body).toMatchObject({
      error: { code: 'malformed', details: { field: 'purpose' } },
    });
    expect(codeOf(await utopia.ask({ path: '/v1/checks/nominal/records/N-1' }))).toBe('malformed');
  });

  it('give a workstation a copy by pages, then only what changed, withdrawals included', async () => {
    const pull = async (after: number, limit = 2) =>
      copyPage.parse((await utopia.ask({ path: `/v1/checks/copy/sltd?after=${after}&limit=${limit}` })).body);
    const more = [1, 2, 3].map((n) => ({ ...documents[0], recordId: `D-1${n}`, documentNumber: `AB12345${n}` }));
    expect(await hub.admin.importRecords('sltd', [...documents, ...more])).toMatchObject({ read: 4, changed: 3 });
    const pages = [await pull(0), await pull(2), await pull(4)];
    expect(pages.map(({ changes }) => changes.map(({ recordId }) => recordId))).toEqual([
      ['D-1', 'D-11'],
      ['D-12', 'D-13'],
      [],
    ]);
    const report = await hub.admin.importRecords('sltd', [documents[0], more[0]], true);
    expect(report).toMatchObject({ changed: 0, withdrawn: 2 });
    const { changes, state } = await pull(4, 10);
    expect(changes.map(({ recordId, record }) => [recordId, record])).toEqual([
      ['D-12', null],
      ['D-13', null],
    ]);
    expect(state.change).toBe(6);
    expect((await check(request('sltd', { documentNumber: 'AB123452' }))).outcome).toBe('NO_ANSWER');
  });

  it('import what can be read and say which could not; a complete import with such stops before it withdraws', async () => {
    const mixed = [...vehicles, { recordId: 'V-2', plateYear: 1 }, 'nothing'];
    expect(await hub.admin.importRecords('vehicle', mixed)).toMatchObject({
      read: 3,
      refused: [
        { place: 2, field: 'plateYear' },
        { place: 3, field: '' },
      ],
    });
    expect(await hub.admin.importRecords('vehicle', ['nothing'], true)).toMatchObject({ withdrawn: 0 });
    expect((await check(request('vehicle', { vin: 'UTOZZZ99ZTS392124' }))).outcome).toBe('NO_ERROR');
  });
});
