import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyOnlineAnswer } from '#core/checks/apply-online-answer.ts';
import { refuseItem } from '#core/messages/apply-verdict.ts';
import { outboxItemById } from '#core/store/tables/outbox.ts';
import { deleteReferenceRecord, putReferenceCopy, putReferenceRecord } from '#core/store/tables/reference.ts';
import { questionOf } from '#core/sync/check-lane.ts';
import type { SyncContext } from '#core/sync/sync-context.ts';
import { parseReferenceRecord, recordKeys } from '#shared/domain/candidates.ts';
import { nominalRecord, sltdRecord, vehicleRecord } from '#shared/domain/reference-records.ts';
import type { Input } from '#shared/ipc/contract.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { CheckResponse } from '#shared/protocol/checks.ts';
import { caseInput } from '#test/helpers/casework.ts';
import { CoreStation, START } from '#test/helpers/core-station.ts';

const AS_OF = START - 3_600_000;
const person = nominalRecord.parse({ recordId: 'N-1', name: 'MARENKO', forename: 'ILJA', birthDate: '1980-04-03' });
const passport = sltdRecord.parse({
  recordId: 'D-1',
  documentNumber: 'P1O2345',
  issuingCountry: 'UTO',
  type: 'passport',
  fraudType: 'stolen',
});
const car = vehicleRecord.parse({ recordId: 'V-1', vin: 'UTX48200000012345', plate: 'UT 482 KX', plateCountry: 'UTO' });

describe('checks', () => {
  let core: CoreStation;
  let caseId: CaseId;

  beforeEach(async () => {
    core = await CoreStation.open();
    caseId = (await core.call('case.create', caseInput())).id;
  });

  afterEach(() => core.close());

  const fillCopies = () =>
    core.transaction(({ tx }) => {
      for (const [database, record] of [
        ['nominal', person],
        ['sltd', passport],
        ['vehicle', car],
      ] as const) {
        putReferenceRecord(tx, database, record.recordId, record, recordKeys(parseReferenceRecord(database, record)));
        putReferenceCopy(tx, database, '1', AS_OF);
      }
    });

  const run = (question: Input<'check.run'>['question']) =>
    core.call('check.run', { caseId, purpose: 'search-wanted-person', question });

  it('ask by the line what went by a bundle, though the case has been given another number since', async () => {
    const { id } = await run({ database: 'vehicle', query: { plate: 'UT 482 KX' } });
    const { store } = core.station;
    const item = outboxItemById(store.read, id);
    if (!item) throw new Error('Not in the outbox');
    const ask = () => questionOf({ store } as SyncContext, item);
    const asked = ask();
    core.transaction(({ tx }) => tx.run('UPDATE cases SET reference = ? WHERE id = ?', ['UTO-2026-999999', caseId]));
    expect(ask()).toEqual(asked);
    expect(asked.caseReference).toBe('UTO-2026-000001');
  });

  const response = (id: string, more: Partial<CheckResponse> = {}): CheckResponse => ({
    checkId: id as CheckResponse['checkId'],
    database: 'nominal',
    outcome: 'NO_ANSWER',
    candidates: [],
    truncated: false,
    state: { change: 9, asOf: '2026-11-23T08:59:00.000Z' },
    ...more,
  });

  it('answer at once from the copy, with its age, and queue the same question for the database', async () => {
    fillCopies();
    const { id } = await run({ database: 'nominal', query: { name: 'Marenko', forename: 'Ilya' } });
    const check = await core.call('check.get', { id });
    expect(check.local).toMatchObject({
      outcome: 'found',
      copyAsOf: AS_OF,
      candidates: [{ recordId: 'N-1', summary: { kind: 'nominal', name: 'MARENKO' } }],
    });
    expect(check.online).toMatchObject({ outcome: 'pending', waiting: 'queued', answeredAt: null });
    expect(await core.call('outbox.list', {})).toMatchObject([{ id, kind: 'check', priority: 'urgent', to: [] }]);
    const [event] = (await core.call('case.timeline', { id: caseId })).rows;
    expect(event).toMatchObject({ kind: 'check-run', data: { outcome: 'found', found: 1, database: 'nominal' } });
  });

  it('find documents and vehicles by numbers that only look alike', async () => {
    fillCopies();
    const document = await run({ database: 'sltd', query: { documentNumber: 'p102345', issuingCountry: 'UTO' } });
    expect((await core.call('check.get', { id: document.id })).local.candidates).toMatchObject([
      { recordId: 'D-1', reasons: expect.arrayContaining(['document-number-lookalike']) },
    ]);
    const vehicle = await run({ database: 'vehicle', query: { plate: 'UT-482-KX' } });
    expect((await core.call('check.get', { id: vehicle.id })).local.candidates).toMatchObject([{ recordId: 'V-1' }]);
  });

  it('tell a search that found nothing from one that could not be made', async () => {
    const before = await run({ database: 'sltd', query: { documentNumber: 'X1' } });
    expect((await core.call('check.get', { id: before.id })).local).toEqual({
      outcome: 'error',
      candidates: [],
      copyAsOf: null,
    });
    fillCopies();
    const after = await run({ database: 'sltd', query: { documentNumber: 'X1' } });
    expect((await core.call('check.get', { id: after.id })).local).toMatchObject({ outcome: 'nothing-found' });
  });

  it('no longer find a record its owner has withdrawn', async () => {
    fillCopies();
    core.transaction(({ tx }) => {
      deleteReferenceRecord(tx, 'vehicle', 'V-1');
      putReferenceCopy(tx, 'vehicle', '2', AS_OF + 1);
    });
    const { id } = await run({ database: 'vehicle', query: { plate: 'UT482KX' } });
    expect((await core.call('check.get', { id })).local).toMatchObject({
      outcome: 'nothing-found',
      copyAsOf: AS_OF + 1,
    });
    expect(await core.call('check.copies', {})).toEqual([
      { database: 'nominal', asOf: AS_OF, records: 1 },
      { database: 'sltd', asOf: AS_OF, records: 1 },
      { database: 'vehicle', asOf: AS_OF + 1, records: 0 },
    ]);
  });

  it('keep both answers side by side when the database itself has answered, once', async () => {
    const { id } = await run({ database: 'nominal', query: { name: 'Marenko' } });
    expect(core.transaction((rec) => applyOnlineAnswer(rec, response(id)))).toBe(true);
    expect(core.transaction((rec) => applyOnlineAnswer(rec, response(id, { outcome: 'NO_ERROR' })))).toBe(false);
    const check = await core.call('check.get', { id });
    expect([check.local.outcome, check.online.outcome, check.online.waiting]).toEqual(['error', 'nothing-found', null]);
    expect(check.online.asOf).toBe(START - 60_000);
    expect(outboxItemById(core.station.store.read, id)).toMatchObject({ state: 'sent' });
    const kinds = (await core.call('case.timeline', { id: caseId })).rows.map(({ kind }) => kind);
    expect(kinds).toEqual(['check-answered', 'check-run', 'case-created']);
  });

  it('say that nothing was searched when the question is withdrawn or refused, and can be asked again', async () => {
    const { id } = await run({ database: 'nominal', query: { name: 'Marenko' } });
    core.transaction((rec) => {
      const item = outboxItemById(rec.tx, id);
      if (item) refuseItem(rec, item, 'not-allowed', 'Not allowed.');
    });
    expect((await core.call('check.get', { id })).online).toMatchObject({ outcome: 'error', problem: 'not-allowed' });
    await core.call('outbox.retry', { id });
    expect((await core.call('check.get', { id })).online).toMatchObject({ outcome: 'pending', waiting: 'queued' });
    await core.call('outbox.withdraw', { id });
    expect((await core.call('check.get', { id })).online).toMatchObject({ outcome: 'error', problem: 'withdrawn' });
  });

  it('fetch the whole record from the hub, else from the copy with its age, and keep what was looked at', async () => {
    fillCopies();
    const { id } = await run({ database: 'nominal', query: { name: 'Marenko' } });
    const ask = { checkId: id, recordId: 'N-1' };
    core.sync.record = ok({ asOf: START, record: { ...person, ownerOffice: 'NCB Friland' } });
    expect(await core.call('check.fetch-record', ask)).toMatchObject({
      source: 'online',
      asOf: START,
      record: { data: { ownerOffice: 'NCB Friland' } },
    });
    core.sync.record = err({ code: 'offline', detail: '' });
    expect(await core.call('check.fetch-record', ask)).toMatchObject({ source: 'local', asOf: AS_OF });
    core.sync.record = ok({ asOf: START, record: { nonsense: true } });
    expect(await core.call('check.fetch-record', ask)).toMatchObject({ source: 'local' });
    expect(await core.refusal('check.fetch-record', { checkId: id, recordId: 'N-2' })).toEqual({
      code: 'record-not-here',
    });
    const { rows } = await core.call('audit.list', { search: 'check.fetch-record' });
    expect(rows.map(({ subjectId }) => subjectId)).toEqual(['N-1', 'N-1', 'N-1']);
  });

  it('are listed newest first, of one case or of all, with the best score of the better answer', async () => {
    fillCopies();
    await run({ database: 'nominal', query: { name: 'Marenko', forename: 'Ilja', birthDate: '1980-04-03' as never } });
    await core.call('check.run', {
      caseId: null,
      purpose: 'security-check',
      question: { database: 'vehicle', query: { plate: 'XX1' } },
    });
    const all = await core.call('check.list', {});
    expect(all.rows.map(({ title, best, localOutcome }) => [title, best, localOutcome])).toEqual([
      ['XX1', null, 'nothing-found'],
      ['Marenko, Ilja, 1980-04-03', 1, 'found'],
    ]);
    expect(await core.call('check.list', { caseId })).toMatchObject({
      total: 1,
      rows: [{ caseReference: 'UTO-2026-000001' }],
    });
  });
});
