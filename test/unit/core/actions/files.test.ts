import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addFileUpTo } from '#core/actions/add-file.ts';
import type { LongContext } from '#core/context.ts';
import { insertAttachment } from '#core/store/tables/attachments.ts';
import type { AttachmentId, CaseId } from '#shared/lib/ids.ts';
import { caseInput } from '#test/helpers/casework.ts';
import { CoreStation } from '#test/helpers/core-station.ts';

const text = (value: string) => new Uint8Array(Buffer.from(value));

describe('files', () => {
  let core: CoreStation;
  let caseId: CaseId;

  beforeEach(async () => {
    core = await CoreStation.open();
    caseId = (await core.call('case.create', caseInput())).id;
  });

  afterEach(() => core.close());

  const sealedFiles = () => [...core.fs.files.keys()].filter((path) => path.includes('/attachments/'));

  it('are sealed into a case under a clean name, and come out as they went in', async () => {
    const token = core.files.choose('/home/ada/scan\u202E.pdf', text('%PDF-1.7 the content'));
    const progress: number[] = [];
    const added = await core.call('file.add', { caseId, token }, { progress: (done) => progress.push(done) });
    expect(added).toMatchObject({ name: 'scan.pdf', size: 20 });
    expect(progress.at(-1)).toBe(20);
    expect(await core.call('case.files', { id: caseId })).toMatchObject([
      { name: 'scan.pdf', mediaType: 'application/pdf', size: 20, state: 'here', addedBy: 'Olaf Officer' },
    ]);
    const [event] = (await core.call('case.timeline', { id: caseId })).rows;
    expect(event).toMatchObject({ kind: 'file-added', data: { name: 'scan.pdf', size: 20 } });
    await core.call('file.save', { id: added.id, token: 'place' });
    expect(Buffer.from(core.files.written.get('place') ?? []).toString()).toBe('%PDF-1.7 the content');
  });

  it('are never in clear on the disk', async () => {
    const token = core.files.choose('secret.txt', text('canary-7c1f'));
    await core.call('file.add', { caseId, token });
    for (const bytes of core.fs.files.values()) expect(Buffer.from(bytes).includes('canary-7c1f')).toBe(false);
  });

  it('leave nothing when they are cancelled half-way', async () => {
    const stop = new AbortController();
    const token = core.files.chooseStream('big.bin', 4, async function* () {
      yield text('ab');
      stop.abort();
      yield text('cd');
    });
    expect(await core.refusal('file.add', { caseId, token }, { signal: stop.signal })).toEqual({ code: 'cancelled' });
    expect(await core.call('case.files', { id: caseId })).toEqual([]);
    expect(sealedFiles()).toEqual([]);
  });

  it('stay sealed where the disk fails as the case learns of them: what it was to learn may be on the disk all the same', async () => {
    const token = core.files.choose('scan.pdf', text('%PDF-1.7 the content'));
    vi.spyOn(core.fs, 'fdatasync').mockImplementationOnce(() => {
      throw Object.assign(new Error('EIO'), { code: 'EIO' });
    });
    expect(await core.refusal('file.add', { caseId, token })).toMatchObject({ code: 'store-read-only' });
    expect(sealedFiles()).toHaveLength(1);
  });

  it('that are empty, unreadable or chosen twice are refused with the reason', async () => {
    const empty = core.files.choose('empty.txt', text(''));
    expect(await core.refusal('file.add', { caseId, token: empty })).toEqual({
      code: 'file-empty',
      params: { name: 'empty.txt' },
    });
    const broken = core.files.chooseStream('broken.txt', 9, async function* () {
      yield text('abc');
      throw Object.assign(new Error('EIO'), { code: 'EIO' });
    });
    expect(await core.refusal('file.add', { caseId, token: broken })).toEqual({
      code: 'file-unreadable',
      params: { name: 'broken.txt' },
    });
    expect(await core.refusal('file.add', { caseId, token: broken })).toMatchObject({ code: 'file-unreadable' });
    expect(sealedFiles()).toEqual([]);
  });

  it('that are too large are refused by their size, and when they grow while they are read', async () => {
    const add = addFileUpTo(10);
    const signal = new AbortController().signal;
    const ctx = { db: core.station.store.read, station: core.station, signal, progress: () => undefined };
    const run = (token: string) => add(ctx as unknown as LongContext<'file.add'>, { caseId, token });
    const large = { code: 'file-too-large', params: { name: 'a.bin', size: 11, limit: 10 } };
    expect(await run(core.files.choose('a.bin', text('12345678901')))).toEqual({ ok: false, error: large });
    const growing = core.files.chooseStream('a.bin', 5, async function* () {
      yield text('123456');
      yield text('78901');
    });
    expect(await run(growing)).toEqual({ ok: false, error: large });
    expect(sealedFiles()).toEqual([]);
  });

  it('do not go into a case that was closed while they were read', async () => {
    const token = core.files.chooseStream('late.txt', 4, async function* () {
      await core.call('case.move', { id: caseId, move: 'close', reason: 'Solved' });
      yield text('late');
    });
    expect(await core.refusal('file.add', { caseId, token })).toMatchObject({ code: 'case-closed' });
    expect(sealedFiles()).toEqual([]);
  });

  it('with the same content share it: taking one back leaves the other', async () => {
    await core.call('file.add', { caseId, token: core.files.choose('one.txt', text('same')) });
    const stop = new AbortController();
    const token = core.files.chooseStream('two.txt', 4, async function* () {
      yield text('same');
      stop.abort();
    });
    await core.refusal('file.add', { caseId, token }, { signal: stop.signal });
    expect(sealedFiles()).toHaveLength(1);
  });

  it('whose sealed content was altered are not handed out', async () => {
    const { id } = await core.call('file.add', { caseId, token: core.files.choose('one.txt', text('content')) });
    const [path = ''] = sealedFiles();
    const bytes = core.fs.files.get(path)?.slice() ?? new Uint8Array();
    bytes[70] = (bytes[70] ?? 0) ^ 1;
    core.fs.files.set(path, bytes);
    expect(await core.refusal('file.save', { id, token: 'place' })).toEqual({
      code: 'file-damaged',
      params: { name: 'one.txt' },
    });
    expect(core.files.written.has('place')).toBe(false);
  });

  it('that were found damaged say so in the case, block nothing else, and are whole again when they are added again', async () => {
    const { id } = await core.call('file.add', { caseId, token: core.files.choose('one.txt', text('content')) });
    const [path = ''] = sealedFiles();
    const { id: other } = await core.call('file.add', { caseId, token: core.files.choose('two.txt', text('another')) });
    const whole = core.fs.files.get(path) ?? new Uint8Array();
    core.fs.files.set(path, whole.slice(0, 100));
    await core.refusal('file.save', { id, token: 'place' });
    const states = async () =>
      (await core.call('case.files', { id: caseId })).map(({ name, state }) => `${name} ${state}`);
    expect(await states()).toEqual(['one.txt damaged', 'two.txt here']);
    await core.call('file.save', { id: other, token: 'place' });
    await core.call('file.add', { caseId, token: core.files.choose('again.txt', text('content')) });
    expect(await states()).toEqual(['one.txt here', 'two.txt here', 'again.txt here']);
    await core.call('file.save', { id, token: 'healed' });
    expect(Buffer.from(core.files.written.get('healed') ?? []).toString()).toBe('content');
  });

  it('that came back whole with a back-up are shown whole after the next look', async () => {
    const { id } = await core.call('file.add', { caseId, token: core.files.choose('one.txt', text('content')) });
    const [path = ''] = sealedFiles();
    const whole = core.fs.files.get(path) ?? new Uint8Array();
    core.fs.files.delete(path);
    expect(await core.refusal('file.save', { id, token: 'place' })).toMatchObject({ code: 'file-damaged' });
    core.fs.files.set(path, whole);
    await core.call('file.save', { id, token: 'place' });
    expect(await core.call('case.files', { id: caseId })).toMatchObject([{ state: 'here', canFetchAgain: false }]);
  });

  it('that a message brought are asked of the hub once more; one that was added here cannot be', async () => {
    const { id: added } = await core.call('file.add', { caseId, token: core.files.choose('one.txt', text('one')) });
    const id = core.newId() as AttachmentId;
    const fields = { caseId, messageId: null, name: 'came.txt', mediaType: 'text/plain', size: 3, addedBy: 'RUR' };
    const sha256 = 'd'.repeat(64);
    const remote = {
      name: 'came.txt',
      mediaType: 'text/plain',
      size: 3,
      sha256,
      blobId: id,
      contentKey: 'A'.repeat(43),
    };
    const at = { state: 'damaged' as const, remote: JSON.stringify(remote), addedAt: 1 };
    const row = { ...fields, id, digest: sha256, ...at };
    core.transaction(({ tx }) => insertAttachment(tx, row));
    const came = async () => (await core.call('case.files', { id: caseId })).find(({ name }) => name === 'came.txt');
    expect(await came()).toMatchObject({ state: 'damaged', canFetchAgain: true });
    await core.call('file.fetch-again', { id });
    expect(await came()).toMatchObject({ state: 'arriving', arrived: 0, canFetchAgain: false });
    expect(core.sync.woken).toBe(1);
    expect(await core.refusal('file.fetch-again', { id: added })).toMatchObject({ code: 'not-found' });
  });

  it('that are not here cannot be saved', async () => {
    const id = core.newId() as AttachmentId;
    expect(await core.refusal('file.save', { id, token: 'place' })).toMatchObject({ code: 'not-found' });
  });
});
