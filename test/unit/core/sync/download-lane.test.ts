import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attachmentById } from '#core/store/tables/attachments.ts';
import { DownloadLane } from '#core/sync/download-lane.ts';
import { HubRefusal } from '#core/sync/hub-api.ts';
import type { SyncContext } from '#core/sync/sync-context.ts';
import { type HubRequest, TransportError } from '#core/sync/transport.ts';
import type { CoreEvent } from '#shared/ipc/wire.ts';
import type { AttachmentId } from '#shared/lib/ids.ts';
import { toBase64Url } from '#shared/protocol/bytes.ts';
import type { MessageAttachment } from '#shared/protocol/message-body.ts';
import { CHUNK_SIZE, chunkCount, sealChunk } from '#shared/protocol/seal-file.ts';
import { CoreStation } from '#test/helpers/core-station.ts';
import { systemRandom } from '#test/helpers/crypto.ts';
import { arrive } from '#test/helpers/incoming.ts';

const SIZE = 2 * CHUNK_SIZE + 1_000;
const ARRIVING = /\.arriving$/;

describe('a file that another bureau sent', () => {
  let core: CoreStation;
  let asked: number[];
  let sealed: Uint8Array[];
  let lane: DownloadLane;
  let id: AttachmentId;
  let told: CoreEvent[];
  let isCut: boolean;
  let refusal: HubRefusal | null;
  let sealAt: (index: number, last: boolean, bytes: number) => Promise<Uint8Array>;

  beforeEach(async () => {
    core = await CoreStation.open();
    const content = systemRandom.bytes(SIZE);
    const contentKey = systemRandom.bytes(32);
    const blobId = core.newId();
    const chunks = chunkCount(SIZE);
    sealAt = (index, last, bytes) => sealChunk(contentKey, { blobId, index, last }, systemRandom.bytes(bytes));
    sealed = [];
    for (let index = 0; index < chunks; index += 1) {
      const chunk = content.subarray(index * CHUNK_SIZE, (index + 1) * CHUNK_SIZE);
      sealed.push(await sealChunk(contentKey, { blobId, index, last: index === chunks - 1 }, chunk));
    }
    const sha256 = createHash('sha256').update(content).digest('hex');
    const file = { name: 'film.mp4', mediaType: 'video/mp4', size: SIZE, sha256, blobId };
    const attachments = [{ ...file, contentKey: toBase64Url(contentKey) } as MessageAttachment];
    const { message } = arrive(core, { envelopeId: core.newId(), body: { attachments } }) as {
      message: { conversationId: string };
    };
    const [shown] = await core.call('message.thread', { conversationId: message.conversationId as never });
    id = shown?.files[0]?.id as AttachmentId;
    asked = [];
    isCut = false;
    refusal = null;
    const send = async ({ path }: HubRequest) => {
      const index = Number(path.split('/').at(-1));
      asked.push(index);
      if (isCut) throw new TransportError('offline');
      if (refusal) throw refusal;
      return { status: 200, headers: {}, body: sealed[index] ?? new Uint8Array() };
    };
    const { store, attachments: kept, identity } = core.station;
    const log = { error: () => undefined, info: () => undefined };
    const stopped = new AbortController().signal;
    told = [];
    const emit = (event: CoreEvent) => told.push(event);
    const parts = { store, identity, attachments: kept, api: { send }, log, stopped, emit, monotonicMs: () => 0 };
    lane = new DownloadLane(parts as unknown as SyncContext);
  });
  afterEach(() => core.close());

  const file = () => attachmentById(core.station.store.read, id);
  const fetchNext = async () => {
    const next = lane.next('routine');
    if (next) await lane.fetchNext(next);
  };
  const arriving = () => [...core.fs.files.keys()].filter((path) => ARRIVING.test(path));

  it('comes chunk by chunk; what has come is kept over a cut, and nothing of it stays behind', async () => {
    await fetchNext();
    isCut = true;
    await expect(fetchNext()).rejects.toThrow('offline');
    isCut = false;
    expect(file()?.state).toBe('arriving');
    for (let piece = 0; piece < 2; piece += 1) await fetchNext();
    expect(asked).toEqual([0, 1, 1, 2]);
    expect(file()?.state).toBe('here');
    expect(arriving()).toEqual([]);
  });

  it('of which what had come was damaged on this disk is fetched again from there on', async () => {
    for (let piece = 0; piece < 2; piece += 1) await fetchNext();
    const [path = ''] = arriving();
    const damaged = core.fs.files.get(path)?.slice() ?? new Uint8Array();
    damaged[CHUNK_SIZE + 500] = (damaged[CHUNK_SIZE + 500] ?? 0) ^ 1;
    core.fs.files.set(path, damaged);
    for (let piece = 0; piece < 3; piece += 1) await fetchNext();
    expect(asked).toEqual([0, 1, 2, 1, 2]);
    expect(file()?.state).toBe('here');
  });

  it('of which the hub gives another chunk is marked, and not asked for again', async () => {
    sealed[0] = systemRandom.bytes(CHUNK_SIZE + 16);
    await fetchNext();
    expect(file()?.state).toBe('failed');
    expect(lane.next('routine')).toBeNull();
  });

  it.each([
    ['the first is too short', 0, 10],
    ['the last is too short', 2, 10],
    ['the last is too long', 2, CHUNK_SIZE],
  ])(
    'whose sender sealed other lengths than it announced is marked, and not asked for without end: %s',
    async (_what, index, bytes) => {
      sealed[index] = await sealAt(index, index === 2, bytes);
      for (let piece = 0; piece < 10; piece += 1) await fetchNext();
      expect(asked.length).toBe(index + 1);
      expect(file()?.state).toBe('failed');
      expect(arriving()).toEqual([]);
    },
  );

  it('that the hub has let go of is told apart, asked for once, and fetched when it is there again', async () => {
    refusal = new HubRefusal('not-found', 'invalid', null);
    for (let piece = 0; piece < 3; piece += 1) await fetchNext();
    expect(asked).toEqual([0]);
    expect(file()?.state).toBe('gone');
    refusal = null;
    await core.call('file.fetch-again', { id });
    for (let piece = 0; piece < 3; piece += 1) await fetchNext();
    expect(file()?.state).toBe('here');
  });

  it('that was asked for and is taken back goes on from where it was when somebody asks again', async () => {
    await core.call('file.set-limit', { bytes: 0 });
    await core.call('file.fetch', { id });
    await fetchNext();
    await core.call('file.take-back', { id });
    lane.tidy();
    await fetchNext();
    expect(asked).toEqual([0]);
    await core.call('file.fetch', { id });
    for (let piece = 0; piece < 2; piece += 1) await fetchNext();
    expect(asked).toEqual([0, 1, 2]);
    expect(file()?.state).toBe('here');
  });

  it('shows how much of it is here while it arrives', async () => {
    await fetchNext();
    const [message] = (await core.call('message.list', { box: 'inbox' })).rows;
    const [shown] = await core.call('message.thread', { conversationId: message?.conversationId as never });
    expect(shown?.files).toMatchObject([{ state: 'arriving', arrived: CHUNK_SIZE }]);
    expect(told).toEqual([{ event: 'changed', tables: ['attachments'] }]);
  });

  it('that is not awaited any more leaves nothing of what had come', async () => {
    await fetchNext();
    expect(arriving()).toHaveLength(1);
    lane.tidy();
    expect(arriving()).toHaveLength(1);
    core.transaction(({ tx }) => tx.run("UPDATE attachments SET state = 'failed'"));
    lane.tidy();
    expect(arriving()).toEqual([]);
  });
});
