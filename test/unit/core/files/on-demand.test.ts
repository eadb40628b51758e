import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sharedFileContent } from '#core/sharing/shared-files.ts';
import { arrivingAttachments, setAttachmentGone, setAttachmentState } from '#core/store/tables/attachments.ts';
import type { AttachmentRow } from '#shared/ipc/files.ts';
import type { CaseId, MessageId } from '#shared/lib/ids.ts';
import { caseInput, messageInput } from '#test/helpers/casework.ts';
import { CoreStation } from '#test/helpers/core-station.ts';
import { systemRandom } from '#test/helpers/crypto.ts';
import { arrive } from '#test/helpers/incoming.ts';

const LARGE = 20_000_001;

describe('a file larger than what comes by itself', () => {
  let core: CoreStation;

  beforeEach(async () => {
    core = await CoreStation.open();
  });
  afterEach(() => core.close());

  const announced = (size: number, sha256 = 'ab'.repeat(32)) => ({
    name: `of ${size}.bin`,
    mediaType: 'application/octet-stream',
    size,
    sha256,
    blobId: core.newId(),
    contentKey: 'A'.repeat(43),
  });

  /** The files of a message that has just come. */
  const arriveWith = (
    file: ReturnType<typeof announced>,
    more: { from?: string; to?: string[]; priority?: 'urgent' | 'routine' } = {},
  ) => {
    const envelopeId = core.newId();
    const { priority = 'routine', ...incoming } = more;
    arrive(core, { envelopeId, ...incoming, body: { priority, attachments: [file] } });
    return async (): Promise<AttachmentRow> => {
      const [message] = await core.call('message.thread', { conversationId: envelopeId as MessageId });
      return message?.files[0] as AttachmentRow;
    };
  };

  const onTheirWay = (lane?: 'urgent' | 'routine' | 'case') =>
    arrivingAttachments(core.station.store.read, lane).map(({ name }) => name);

  it('waits for somebody to ask, and a smaller one does not', async () => {
    const large = arriveWith(announced(LARGE));
    const small = arriveWith(announced(LARGE - 1, 'cd'.repeat(32)));
    expect(await large()).toMatchObject({ state: 'on-demand', arrived: null, isAskedFor: false, canFetchAgain: false });
    expect(await small()).toMatchObject({ state: 'arriving', isAskedFor: false });
    expect(onTheirWay()).toEqual(['of 20000000.bin']);
  });

  it('of an urgent message of another bureau comes all the same, ahead of everything', async () => {
    const file = arriveWith(announced(LARGE), { priority: 'urgent' });
    expect((await file()).state).toBe('arriving');
    expect(onTheirWay('urgent')).toEqual(['of 20000001.bin']);
  });

  it('of an urgent message comes all the same also where colleagues bring it once more after the hub has let go of it', async () => {
    const file = announced(LARGE);
    const shown = arriveWith(file, { priority: 'urgent' });
    const { id } = await shown();
    core.transaction((rec) => {
      setAttachmentGone(rec.tx, id);
      const values = { ...file, fileId: id, blobId: core.newId(), sealedDigest: 'ab'.repeat(32) };
      sharedFileContent.insert(rec, { id: core.newId(), values, author: 'Ines Inspector', at: rec.now });
    });
    expect((await shown()).state).toBe('arriving');
  });

  it('that a colleague encloses in an urgent message of the own bureau waits: it is nothing that has come to it', async () => {
    const file = arriveWith(announced(LARGE), { from: 'UTO', to: ['FRI'], priority: 'urgent' });
    expect(await file()).toMatchObject({ state: 'on-demand', atHub: null });
  });

  it('is kept by the hub until the bureau has fetched it, where another bureau sent it', async () => {
    expect((await arriveWith(announced(LARGE))()).atHub).toEqual({ keeps: 'until-fetched', until: null });
  });

  it('comes when somebody asks, also without a line, and waits again when nobody does any more', async () => {
    core.sync.connection = 'offline';
    const file = arriveWith(announced(LARGE));
    const { id } = await file();
    await core.call('file.fetch', { id });
    expect(await file()).toMatchObject({ state: 'arriving', arrived: 0, isAskedFor: true, atHub: null });
    expect(onTheirWay('routine')).toEqual(['of 20000001.bin']);
    expect(core.sync.woken).toBe(1);
    await core.call('file.take-back', { id });
    expect(await file()).toMatchObject({ state: 'on-demand', isAskedFor: false });
    expect(onTheirWay()).toEqual([]);
  });

  it('of a case, asked for, comes as the files of messages do: a person waits for it', async () => {
    const file = arriveWith(announced(LARGE));
    const { id } = await file();
    core.transaction(({ tx }) => tx.run('UPDATE attachments SET message_id = NULL WHERE id = ?', [id]));
    await core.call('file.fetch', { id });
    expect(onTheirWay('case')).toEqual([]);
    expect(onTheirWay('routine')).toEqual(['of 20000001.bin']);
  });

  it('is not called back when it comes by itself', async () => {
    const file = arriveWith(announced(5));
    await core.call('file.take-back', { id: (await file()).id });
    expect((await file()).state).toBe('arriving');
  });

  it('comes by itself where nobody asks for it any more and the limit has been raised meanwhile', async () => {
    const file = arriveWith(announced(LARGE));
    const { id } = await file();
    await core.call('file.fetch', { id });
    await core.call('file.set-limit', { bytes: null });
    await core.call('file.take-back', { id });
    expect(await file()).toMatchObject({ state: 'arriving', isAskedFor: false });
  });

  it('is another one where people have set another limit: what waits and is smaller comes, what is larger and has not begun waits', async () => {
    const large = arriveWith(announced(LARGE));
    const small = arriveWith(announced(2_000, 'cd'.repeat(32)));
    const urgent = arriveWith(announced(3_000, 'ef'.repeat(32)), { priority: 'urgent' });
    const asked = arriveWith(announced(LARGE + 1, '12'.repeat(32)));
    await core.call('file.fetch', { id: (await asked()).id });
    const states = async () => Promise.all([large, small, urgent, asked].map(async (file) => (await file()).state));
    await core.call('file.set-limit', { bytes: 1_000 });
    expect(await core.call('file.limit', {})).toEqual({ bytes: 1_000 });
    expect(await states()).toEqual(['on-demand', 'on-demand', 'arriving', 'arriving']);
    await core.call('file.set-limit', { bytes: null });
    expect(await core.call('file.limit', {})).toEqual({ bytes: null });
    expect(await states()).toEqual(['arriving', 'arriving', 'arriving', 'arriving']);
    expect((await arriveWith(announced(2 ** 31 - 1, '34'.repeat(32)))()).state).toBe('arriving');
  });

  it('is here where another file has brought its content, whatever limit people set before it is looked at', async () => {
    await core.call('file.set-limit', { bytes: null });
    const [one, other] = [arriveWith(announced(LARGE)), arriveWith(announced(LARGE))];
    const { id } = await one();
    core.transaction(({ tx }) => setAttachmentState(tx, id, 'here'));
    await core.call('file.set-limit', { bytes: 0 });
    expect((await other()).state).toBe('here');
  });

  it('can neither be saved nor sent on, and whoever tries is told what to do', async () => {
    const { id: caseId } = await core.call('case.create', caseInput());
    const file = arriveWith(announced(LARGE));
    const { id, name } = await file();
    const enclosing = messageInput({ caseId, attachmentIds: [id] });
    const told = { code: 'file-on-demand', params: { name } };
    expect(await core.refusal('file.save', { id, token: 'place' })).toMatchObject(told);
    expect(await core.refusal('message.send', enclosing)).toMatchObject(told);
    core.transaction(({ tx }) => setAttachmentState(tx, id, 'gone'));
    const gone = { code: 'file-gone', params: { name, by: 'FRI' } };
    expect(await core.refusal('file.save', { id, token: 'place' })).toMatchObject(gone);
    expect(await core.refusal('message.send', enclosing)).toMatchObject(gone);
    expect(await file()).toMatchObject({ state: 'gone', canFetchAgain: true });
  });

  it.each(['on-demand', 'gone'] as const)('that is %s is here when somebody adds the same content', async (state) => {
    const { id: caseId } = await core.call('case.create', caseInput());
    await core.call('file.set-limit', { bytes: 0 });
    const content = systemRandom.bytes(500);
    const file = arriveWith(announced(content.length, createHash('sha256').update(content).digest('hex')));
    const { id } = await file();
    core.transaction(({ tx }) => setAttachmentState(tx, id, state));
    await add(caseId, content);
    expect((await file()).state).toBe('here');
    await core.call('file.save', { id, token: 'place' });
    expect(Buffer.from(core.files.written.get('place') ?? []).equals(content)).toBe(true);
  });

  it('whose content is here does not wait: it costs the line nothing', async () => {
    const { id: caseId } = await core.call('case.create', caseInput());
    await core.call('file.set-limit', { bytes: 0 });
    const content = systemRandom.bytes(500);
    await add(caseId, content);
    const file = arriveWith(announced(content.length, createHash('sha256').update(content).digest('hex')));
    expect((await file()).state).toBe('arriving');
  });

  const add = (caseId: CaseId, content: Uint8Array) =>
    core.call('file.add', { caseId, token: core.files.choose('the same.bin', content) });
});
