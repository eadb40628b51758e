import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attachmentById, setAttachmentGone } from '#core/store/tables/attachments.ts';
import { putWorkstation } from '#core/store/tables/workstations.ts';
import { standingOf } from '#core/sync/pull-lane.ts';
import type { AttachmentId, EnvelopeId, WorkstationId } from '#shared/lib/ids.ts';
import { toBase64Url } from '#shared/protocol/bytes.ts';
import type { Envelope } from '#shared/protocol/envelope.ts';
import { toProtocolError } from '#shared/protocol/errors.ts';
import type { MessageAttachment } from '#shared/protocol/message-body.ts';
import { sealChunk } from '#shared/protocol/seal-file.ts';
import { START } from '#test/helpers/core-station.ts';
import { systemRandom } from '#test/helpers/crypto.ts';
import { envelopesOfStranger } from '#test/helpers/envelopes.ts';
import { arrive } from '#test/helpers/incoming.ts';
import { acceptAll, EPOCH, json, SyncRounds, wellBehaved } from '#test/helpers/sync-rounds.ts';

const OTHER_EPOCH = '01930000-0000-7000-8000-000000000001';
/** How far the stream was read before. */
const READ = 3;

describe('a file that the hub had let go of, where the hub is put back to a back-up', () => {
  let hub: SyncRounds;
  let id: AttachmentId;
  let sealed: Uint8Array;
  let isInBackUp: boolean;
  /** Of a workstation that is not known here: it is kept as it came. */
  let envelope: Envelope;

  beforeEach(async () => {
    hub = await SyncRounds.begin();
    await hub.knowKeys();
    [envelope] = (await envelopesOfStranger(1)) as [Envelope];
    const content = systemRandom.bytes(500);
    const contentKey = systemRandom.bytes(32);
    const blobId = hub.core.newId();
    sealed = await sealChunk(contentKey, { blobId, index: 0, last: true }, content);
    const sha256 = createHash('sha256').update(content).digest('hex');
    const file = { name: 'photograph.jpg', mediaType: 'image/jpeg', size: content.length, sha256, blobId };
    const attachments = [{ ...file, contentKey: toBase64Url(contentKey) } as MessageAttachment];
    const conversationId = hub.core.newId() as EnvelopeId;
    arrive(hub.core, { envelopeId: conversationId, body: { attachments } });
    const [message] = await hub.core.call('message.thread', { conversationId: conversationId as never });
    id = message?.files[0]?.id as AttachmentId;
    hub.core.transaction(({ tx }) => setAttachmentGone(tx, id));
    isInBackUp = true;
    reads(EPOCH, READ);
    await hub.until(() => standingOf(hub.core.station.store.read).after === READ);
  });
  afterEach(() => hub.close());

  const file = () => attachmentById(hub.core.station.store.read, id);
  /** The hub has so much of the stream of a history, and nothing in it that is to be read. */
  const reads = (epoch: string, head: number) => {
    hub.answer = (request) => {
      const { pathname, searchParams } = new URL(request.path, 'https://hub');
      if (pathname.startsWith('/v1/blobs/'))
        return isInBackUp
          ? { status: 200, headers: {}, body: Buffer.from(sealed) }
          : json(404, toProtocolError('not-found'));
      if (pathname === '/v1/envelopes') return acceptAll(request);
      if (pathname !== '/v1/stream') return wellBehaved(request);
      const isOfBefore = searchParams.has('epoch') && searchParams.get('epoch') !== epoch;
      const after = isOfBefore ? 0 : Number(searchParams.get('after'));
      const items = after < head ? [{ number: head, receivedAt: '2026-11-23T09:00:00.000Z', envelope }] : [];
      return json(200, { epoch, resumeAfter: after, items, head });
    };
    hub.engine.wake();
  };
  it('is left alone while the hub’s history goes on', async () => {
    reads(EPOCH, READ + 1);
    await hub.pass(5);
    expect(file()?.state).toBe('gone');
    expect(hub.asked('/v1/blobs/')).toBe(0);
  });

  it.each([
    ['a history of its own begins', OTHER_EPOCH, READ],
    ['it has less of the stream than before, without a word of it', EPOCH, READ - 1],
  ])('is looked for there once more, and fetched: %s', async (_what, epoch, head) => {
    reads(epoch, head);
    await hub.until(() => file()?.state === 'here');
  });

  it('is still asked of the colleagues where the back-up has it not either', async () => {
    isInBackUp = false;
    const { bureau } = hub.core.station.identity;
    const colleague = {
      id: hub.core.newId() as WorkstationId,
      bureau,
      signingKey: 'A'.repeat(43),
      deviceKey: 'A'.repeat(43),
    };
    hub.core.transaction(({ tx }) =>
      putWorkstation(tx, { ...colleague, status: 'active', enrolledAt: START, revokedUnder: null }),
    );
    await hub.core.call('file.ask-colleagues', { id });
    reads(OTHER_EPOCH, READ);
    await hub.until(() => hub.asked('/v1/blobs/') > 0);
    await hub.pass(1);
    expect(file()).toMatchObject({ state: 'gone', askedAt: expect.any(Number) });
  });
});
