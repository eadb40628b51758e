import { fromBase64Url } from '#shared/protocol/bytes.ts';
import { type MessageAttachment, messageAttachment } from '#shared/protocol/message-body.ts';
import { chunkCount, openChunk } from '#shared/protocol/seal-file.ts';
import { arrivingAttachments, setAttachmentState } from '../store/tables/attachments.ts';
import { HubRefusal } from './hub-api.ts';
import type { SyncContext } from './sync-context.ts';
import { TransportError } from './transport.ts';

/** Fetches the files that messages announced. One that cannot be had is marked, and holds up no other. */
export async function downloadFiles(ctx: SyncContext): Promise<void> {
  for (const { id, remote } of arrivingAttachments(ctx.store.read)) {
    const state = await download(ctx, messageAttachment.parse(JSON.parse(remote ?? 'null')));
    ctx.store.transaction((tx) => setAttachmentState(tx, id, state));
  }
}

async function download(ctx: SyncContext, remote: MessageAttachment): Promise<'here' | 'failed'> {
  try {
    const { digest } = await ctx.attachments.put(openedChunks(ctx, remote), { signal: ctx.stopped });
    return digest === remote.sha256 ? 'here' : 'failed';
  } catch (error) {
    if (isPassing(error) || ctx.stopped.aborted) throw error;
    ctx.log.error('an attached file could not be fetched', error);
    return 'failed';
  }
}

/** What a later try may mend: no network, a busy hub. A seal that does not open is not among them. */
const isPassing = (error: unknown): boolean =>
  error instanceof TransportError ||
  (error instanceof HubRefusal && (error.answerClass === 'retry-later' || error.answerClass === 're-authenticate'));

async function* openedChunks({ api, stopped }: SyncContext, file: MessageAttachment): AsyncGenerator<Uint8Array> {
  const key = fromBase64Url(file.contentKey);
  const chunks = chunkCount(file.size);
  for (let index = 0; index < chunks; index += 1) {
    const path = `/v1/blobs/${file.blobId}/chunks/${index}`;
    const { body } = await api.send({ method: 'GET', path, timeoutMs: 120_000, signal: stopped });
    yield await openChunk(key, { blobId: file.blobId, index, last: index === chunks - 1 }, body);
  }
}
