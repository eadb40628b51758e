import { createHash } from 'node:crypto';
import { newId } from '#shared/lib/ids.ts';
import { CONTENT_KEY_SIZE } from '#shared/protocol/aes-gcm.ts';
import { blobState, CHUNK_DIGEST_HEADER } from '#shared/protocol/blobs.ts';
import { fromBase64Url, fromHex, toBase64Url } from '#shared/protocol/bytes.ts';
import { CHUNK_SIZE, chunkCount, sealChunk, sealedFileDigest, sealedFileSize } from '#shared/protocol/seal-file.ts';
import type { AttachmentRecord } from '../store/tables/attachments.ts';
import type { OutboxRecord } from '../store/tables/outbox.ts';
import { insertUpload, setUploaded, type UploadRecord, uploadsOf } from '../store/tables/uploads.ts';
import { inChunks } from './chunks.ts';
import { HubRefusal } from './hub-api.ts';
import type { SyncContext } from './sync-context.ts';

/**
 * Brings every attached file of an item to the hub, sealed. Taken up again after a cut or a restart it makes the same sealed chunks
 * (same key, same places) and sends only those the hub does not have.
 */
export async function uploadFiles(
  ctx: SyncContext,
  item: OutboxRecord,
  files: readonly AttachmentRecord[],
): Promise<readonly UploadRecord[]> {
  for (const file of files) {
    const upload =
      uploadsOf(ctx.store.read, item.id).find((row) => row.attachmentId === file.id) ?? planUpload(ctx, item, file);
    if (upload.sealedDigest === null) await uploadFile(ctx, file, upload);
  }
  return uploadsOf(ctx.store.read, item.id);
}

function planUpload(ctx: SyncContext, item: OutboxRecord, file: AttachmentRecord): UploadRecord {
  const row: UploadRecord = {
    attachmentId: file.id,
    outboxId: item.id,
    blobId: newId(ctx),
    contentKey: toBase64Url(ctx.random.bytes(CONTENT_KEY_SIZE)),
    chunks: chunkCount(file.size),
    uploaded: 0,
    sealedSize: sealedFileSize(file.size),
    sealedDigest: null,
  };
  ctx.store.transaction((tx) => insertUpload(tx, row));
  return row;
}

async function uploadFile(ctx: SyncContext, file: AttachmentRecord, upload: UploadRecord): Promise<void> {
  const there = await chunksAtHub(ctx, upload);
  const key = fromBase64Url(upload.contentKey);
  const digests: Uint8Array[] = [];
  let index = 0;
  for await (const chunk of inChunks(ctx.attachments.open(file.digest), CHUNK_SIZE)) {
    ctx.stopped.throwIfAborted();
    const last = index === upload.chunks - 1;
    const sealed = await sealChunk(key, { blobId: upload.blobId, index, last }, chunk);
    const digest = createHash('sha256').update(sealed).digest('hex');
    if (there.get(index) !== digest) await putChunk(ctx, upload, index, sealed, digest);
    digests.push(fromHex(digest));
    index += 1;
    const sealedDigest = last ? await sealedFileDigest(digests) : null;
    const done = index;
    ctx.store.transaction((tx) => setUploaded(tx, { ...upload, uploaded: done, sealedDigest }));
  }
}

/** Index → SHA-256 of the chunks the hub has already. */
async function chunksAtHub(
  { api, stopped }: SyncContext,
  { blobId }: UploadRecord,
): Promise<ReadonlyMap<number, string>> {
  try {
    const state = await api.get(`/v1/blobs/${blobId}`, blobState, stopped);
    return new Map(state.chunks.map(({ index, sha256 }) => [index, sha256]));
  } catch (error) {
    if (error instanceof HubRefusal && error.code === 'not-found') return new Map();
    throw error;
  }
}

async function putChunk(
  { api, stopped }: SyncContext,
  upload: UploadRecord,
  index: number,
  sealed: Uint8Array,
  digest: string,
): Promise<void> {
  await api.send({
    method: 'PUT',
    path: `/v1/blobs/${upload.blobId}/chunks/${index}`,
    headers: { 'content-type': 'application/octet-stream', [CHUNK_DIGEST_HEADER]: digest },
    body: sealed,
    timeoutMs: 120_000,
    signal: stopped,
  });
}
