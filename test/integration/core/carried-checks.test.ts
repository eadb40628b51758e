import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Output } from '#shared/ipc/contract.ts';
import type { CheckId } from '#shared/lib/ids.ts';
import { caseInput } from '#test/helpers/casework.ts';
import type { TestHub } from '#test/helpers/hub.ts';
import { type FieldAndOffice, openFieldAndOffice, type Stick } from '#test/helpers/stick.ts';
import { CallRefused, type CuttableLine, type TestWorkstation } from '#test/helpers/workstation.ts';

const execute = promisify(execFile);

const documents = [
  { recordId: 'D-1', documentNumber: 'L898902C3', issuingCountry: 'UTO', type: 'passport', fraudType: 'stolen' },
];

let world: FieldAndOffice;
let hub: TestHub;
let stick: Stick;
let line: CuttableLine;
let field: TestWorkstation;
let office: TestWorkstation;

/** The field workstation is without its line; the hub holds one stolen passport. */
beforeEach(async () => {
  world = await openFieldAndOffice();
  ({ hub, stick, line, field, office } = world);
  await hub.admin.importRecords('sltd', documents);
  line.isCut = true;
}, 60_000);
afterEach(() => world.close());

const check = (documentNumber: string, more: object = {}) =>
  field.call('check.run', {
    caseId: null,
    purpose: 'search-wanted-person',
    question: { database: 'sltd', query: { documentNumber } },
    ...more,
  });
const onlineOf = async (id: CheckId, station = field) => (await station.call('check.get', { id })).online;

const checksIn = ({ items }: Output<'bundle.read'>) =>
  items.filter(({ kind }) => kind === 'check').map(({ id, outcome, code }) => ({ id, outcome, code }));

const audits = (subject: string) =>
  hub.database.query<{ details: Record<string, unknown> }>(
    "select details from audit where subject = $1 and event = 'check'",
    [subject],
  );

const isPending = ({ kind }: { readonly kind: string }) => kind === 'check';

describe('database checks on a stick', () => {
  it('are asked by a colleague who cannot read them, answered once, and stand in the check as if the line had brought them', async () => {
    const { id: caseId } = await field.call('case.create', caseInput());
    const stolen = await check('L898902C3', { caseId });
    const unknown = await check('X0000001');
    const written = await stick.write(field, 'out.ncb');
    expect(written).toMatchObject({ number: 1, checks: 2, checksLeft: 0 });
    expect((await onlineOf(stolen.id)).carried).toMatchObject({ bundle: 1 });
    const [item] = (await field.call('outbox.list', {})).filter(isPending);
    expect(item).toMatchObject({ state: 'waiting', carried: { bundle: 1 }, canWithdraw: false });

    const carried = await stick.read(office, 'out.ncb');
    expect(checksIn(carried)).toEqual([
      { id: stolen.id, outcome: 'answered', code: null },
      { id: unknown.id, outcome: 'answered', code: null },
    ]);
    // What the office holds of it now opens at the field workstation alone.
    expect((await office.call('check.list', {})).rows.map(({ id }) => id)).not.toContain(unknown.id);
    const asked = Date.now();
    await stick.answer(office, carried.id, 'back.ncb');
    const back = await stick.read(field, 'back.ncb');
    expect(checksIn(back).map(({ outcome }) => outcome)).toEqual(['answered', 'answered']);
    const found = await onlineOf(stolen.id);
    expect(found).toMatchObject({ outcome: 'found', candidates: [{ recordId: 'D-1' }], waiting: null, carried: null });
    expect(found.asOf).not.toBeNull();
    expect(found.answeredAt).toBeLessThanOrEqual(asked);
    expect(await onlineOf(unknown.id)).toMatchObject({ outcome: 'nothing-found', candidates: [] });
    expect((await field.call('outbox.list', {})).filter(isPending)).toEqual([]);

    // Once more, elsewhere and later: the same answers, carried out once.
    expect(checksIn(await stick.read(field, 'back.ncb')).map(({ outcome }) => outcome)).toEqual(['known', 'known']);
    line.isCut = false;
    await field.call('sync.now', {});
    await field.until('outbox.list', {}, (items) => items.length === 0);
    expect((await audits(stolen.id)).map(({ details }) => details.carrier)).toHaveLength(1);
    expect(await onlineOf(stolen.id)).toEqual(found);
    await office.until('check.get', { id: stolen.id }, ({ online }) => online.outcome === 'found');
    expect((await hub.admin.verifyAudit()).every(({ brokenAt }) => brokenAt === null)).toBe(true);
  }, 60_000);

  it('get the answer the hub has stored when the line was faster than the stick', async () => {
    const { id } = await check('L898902C3');
    await stick.write(field, 'out.ncb');
    line.isCut = false;
    await field.call('sync.now', {});
    await field.until('check.get', { id }, ({ online }) => online.outcome === 'found');
    const byLine = await onlineOf(id);
    const carried = await stick.read(office, 'out.ncb');
    expect(checksIn(carried)).toMatchObject([{ outcome: 'answered' }]);
    await stick.answer(office, carried.id, 'back.ncb');
    expect(checksIn(await stick.read(field, 'back.ncb'))).toMatchObject([{ outcome: 'known' }]);
    expect(await onlineOf(id)).toEqual(byLine);
    expect(await audits(id)).toHaveLength(1);
  }, 60_000);

  it('stay open when the hub does not hold the database now, and go with the next bundle', async () => {
    const { id } = await check('', { question: { database: 'vehicle', query: { plate: 'UT 123' } } });
    await stick.write(field, 'first.ncb');
    const first = await stick.read(office, 'first.ncb');
    expect(checksIn(first)).toEqual([{ id, outcome: 'undecided', code: 'database-unavailable' }]);
    await stick.answer(office, first.id, 'first-back.ncb');
    expect(checksIn(await stick.read(field, 'first-back.ncb'))).toMatchObject([{ outcome: 'undecided' }]);
    expect(await onlineOf(id)).toMatchObject({ outcome: 'pending', waiting: 'queued' });
    await hub.admin.importRecords('vehicle', [
      { recordId: 'V-1', plate: 'UT 123', make: 'Utopia', theftType: 'theft' },
    ]);
    await stick.write(field, 'second.ncb');
    const second = await stick.read(office, 'second.ncb');
    await stick.answer(office, second.id, 'second-back.ncb');
    expect(checksIn(await stick.read(field, 'second-back.ncb'))).toMatchObject([{ outcome: 'answered' }]);
    expect(await onlineOf(id)).toMatchObject({ outcome: 'found' });
  }, 60_000);

  it('stay behind when a person holds them back, and can be taken back until they are written into a bundle', async () => {
    const [held, free] = [await check('L898902C3'), await check('X0000001')];
    await field.call('outbox.pause', { id: held.id });
    expect(await stick.write(field, 'out.ncb')).toMatchObject({ checks: 1, items: 1 });
    await field.call('outbox.withdraw', { id: held.id });
    expect(await onlineOf(held.id)).toMatchObject({ outcome: 'error', problem: 'withdrawn' });
    const refusal = await field.call('outbox.withdraw', { id: free.id }).catch((error: unknown) => error);
    expect(refusal instanceof CallRefused && refusal.appError.code).toBe('already-sent');
  }, 60_000);

  it('are not asked in the name of a revoked workstation, and whoever takes its work over is told', async () => {
    const { id } = await check('L898902C3');
    await stick.write(field, 'out.ncb');
    await field.signInAgain('admin');
    const { workstationId } = await field.call('workstation.info', {});
    await hub.admin.revokeWorkstation(workstationId);
    await office.signInAgain('admin');
    const taken = await stick.takeOver(office, 'out.ncb');
    expect(checksIn(taken)).toEqual([{ id, outcome: 'refused', code: 'sender-revoked' }]);
    expect(await audits(id)).toEqual([]);
  }, 60_000);

  it('are answered at the hub’s own command line', async () => {
    const { id } = await check('L898902C3');
    await stick.write(field, 'out.ncb');
    const command = [
      '--import',
      'tsx',
      'hub/main.ts',
      'bundle',
      stick.path('out.ncb'),
      '--answers',
      stick.path('back.ncb'),
    ];
    const env = { ...process.env, DATABASE_URL: hub.databaseUrl };
    const { stdout } = await execute(process.execPath, command, { env });
    expect(stdout).toContain(`${id}  check answered\n`);
    expect(stdout).not.toContain('D-1');
    expect((await readFile(stick.path('back.ncb'))).length).toBeGreaterThan(0);
    expect(checksIn(await stick.read(field, 'back.ncb'))).toMatchObject([{ outcome: 'answered' }]);
    expect(await onlineOf(id)).toMatchObject({ outcome: 'found', candidates: [{ recordId: 'D-1' }] });
    expect((await audits(id)).map(({ details }) => details.carrier)).toEqual(['-']);
  }, 60_000);
});
