import { createHash } from 'node:crypto';
import { fromBase64Url, fromHex } from '#shared/protocol/bytes.ts';
import { CHUNK_SIZE, sealChunk, sealedFileDigest } from '#shared/protocol/seal-file.ts';
import { type AttachmentRecord, filesOfItem } from '../store/tables/attachments.ts';
import type { OutboxRecord } from '../store/tables/outbox.ts';
import { setUploaded, type UploadRecord, uploadsOf } from '../store/tables/uploads.ts';
import type { SyncContext } from '../sync/sync-context.ts';
import { planUpload } from '../sync/upload-lane.ts';

/**
 * Seals the files of an item without a line: their identifiers, keys and digests are settled, and what the hub has of them is not touched.
 * @throws StoreDamagedError
 */
export async function sealFilesHere(ctx: SyncContext, item: OutboxRecord): Promise<readonly UploadRecord[]> {
  for (const file of filesOfItem(ctx.store.read, item)) {
    const upload =
      uploadsOf(ctx.store.read, item.id).find((row) => row.attachmentId === file.id) ?? planUpload(ctx, item, file);
    if (upload.sealedDigest !== null) continue;
    const digests: Uint8Array[] = [];
    for await (const sealed of sealedChunks(ctx, file, upload))
      digests.push(fromHex(createHash('sha256').update(sealed).digest('hex')));
    const sealedDigest = await sealedFileDigest(digests);
    ctx.store.transaction((tx) => setUploaded(tx, { ...upload, sealedDigest }));
  }
  return uploadsOf(ctx.store.read, item.id);
}

/** The sealed chunks of a file: the same each time, since key and places are. @throws StoreDamagedError */
export async function* sealedChunks(
  { attachments, stopped }: SyncContext,
  file: Pick<AttachmentRecord, 'digest'>,
  { blobId, contentKey, chunks }: UploadRecord,
): AsyncGenerator<Uint8Array> {
  const key = fromBase64Url(contentKey);
  for (let index = 0; index < chunks; index += 1) {
    stopped.throwIfAborted();
    const chunk = attachments.read(file.digest, index * CHUNK_SIZE, CHUNK_SIZE);
    yield await sealChunk(key, { blobId, index, last: index === chunks - 1 }, chunk);
  }
}
