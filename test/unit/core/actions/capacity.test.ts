import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contract } from '#shared/ipc/contract.ts';
import type { ActionEntry, QueryEntry } from '#shared/ipc/entry.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { caseInput } from '#test/helpers/casework.ts';
import { CoreStation } from '#test/helpers/core-station.ts';

const MIB = 1024 * 1024;

describe('a store that is as large as it may be', () => {
  let core: CoreStation;
  let caseId: CaseId;

  beforeEach(async () => {
    core = await CoreStation.open();
    ({ id: caseId } = await core.call('case.create', caseInput()));
  });
  afterEach(() => core.close());

  const size = () => core.station.store.status().databaseBytes;
  const fill = () => {
    core.space.limitBytes = size();
  };

  it('takes nothing new, and says so before anything is begun', async () => {
    fill();
    const full = { code: 'store-full', params: { size: size(), limit: size() } };
    expect(await core.refusal('case.create', caseInput())).toEqual(full);
    expect(await core.refusal('note.add', { caseId, body: 'One more' })).toEqual(full);
    const token = core.files.choose('one.txt', new Uint8Array(10));
    expect(await core.refusal('file.add', { caseId, token })).toEqual(full);
    expect(core.files.chosen.has(token)).toBe(true);
    expect([...core.fs.files.keys()].filter((path) => path.includes('attachments'))).toEqual([]);
    expect((await core.call('case.list', {})).rows).toHaveLength(1);
  });

  it('goes on reading, keeping what is being typed, editing and closing', async () => {
    fill();
    expect(await core.call('case.get', { id: caseId })).toMatchObject({ id: caseId });
    await core.call('draft.save', { key: 'note', data: 'half a sentence' });
    await core.call('sync.now', {});
    await core.call('case.move', { id: caseId, move: 'close', reason: 'Solved' });
    expect(await core.call('case.get', { id: caseId })).toMatchObject({ status: 'closed' });
  });

  it('takes new content again once the limit is raised', async () => {
    fill();
    await core.refusal('case.create', caseInput());
    core.space.limitBytes = 500 * MIB;
    await core.call('case.create', caseInput());
  });

  it('has warned long before, calmly', async () => {
    expect((await core.call('status.get', {})).notices).toEqual([]);
    core.space.limitBytes = Math.floor(size() / 0.85);
    const { notices } = await core.call('status.get', {});
    expect(notices).toEqual([{ code: 'store-nearly-full', params: { size: size(), limit: core.space.limitBytes } }]);
    await core.call('case.create', caseInput());
  });

  it('warns when the disk has less room than a checkpoint needs', async () => {
    core.space.freeBytes = size() + 63 * MIB;
    const { notices } = await core.call('status.get', {});
    expect(notices).toEqual([
      { code: 'disk-short', params: { free: core.space.freeBytes, needed: size() + 64 * MIB } },
    ]);
    core.space.freeBytes = size() + 65 * MIB;
    expect((await core.call('status.get', {})).notices).toEqual([]);
  });

  it('refuses a file for which the disk has no room before a byte of it is read', async () => {
    core.space.freeBytes = 100 * MIB;
    let read = false;
    const token = core.files.chooseStream('large.bin', 200 * MIB, async function* () {
      read = true;
      yield new Uint8Array(1);
    });
    expect(await core.refusal('file.add', { caseId, token })).toEqual({ code: 'disk-full' });
    expect(read).toBe(false);
  });
});

it('it is decided of every action whether it adds: these do, and every other goes on when the store is full', () => {
  const entries: [string, ActionEntry | QueryEntry][] = Object.entries(contract);
  const adding = entries.filter(([, entry]) => entry.kind === 'action' && entry.adds).map(([name]) => name);
  expect(adding.toSorted()).toEqual([
    'bundle.take-over',
    'case.create',
    'check.fetch-record',
    'check.run',
    'document.create',
    'file.add',
    'message.send',
    'note.add',
    'person.create',
    'vehicle.create',
  ]);
});
