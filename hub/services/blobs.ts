import { createHash } from 'node:crypto';
import type { BlobState } from '#shared/protocol/blobs.ts';
import { MAX_SEALED_CHUNK_SIZE } from '#shared/protocol/seal-file.ts';
import { keepChunk, listChunks, noteFetched, readableOwner, readChunk } from '../store/blobs.ts';
import { growUsageNow, readUsage } from '../store/usage.ts';
import type { Caller } from './caller.ts';
import { type HubDeps, nowOf } from './deps.ts';
import { HubError } from './hub-error.ts';
import { minuteOf, storageObjection } from './usage-limits.ts';

export interface ChunkUpload {
  readonly blobId: string;
  readonly index: number;
  readonly bytes: Uint8Array;
  /** What the sender says its SHA-256 is, in hexadecimal. */
  readonly sha256: string;
}

/** Keeps a sealed chunk; the same again changes nothing. Throws HubError. */
export async function putChunk(deps: HubDeps, caller: Pick<Caller, 'bureau'>, upload: ChunkUpload): Promise<void> {
  const { blobId, index, bytes } = upload;
  if (bytes.length > MAX_SEALED_CHUNK_SIZE) throw new HubError('too-large');
  if (bytes.length === 0) throw new HubError('malformed', { reason: 'empty' });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== upload.sha256) throw new HubError('malformed', { reason: 'sha256' });
  const minute = minuteOf(deps.clock.now());
  const usage = (await readUsage(deps.database, [caller.bureau])).get(caller.bureau);
  const limit = storageObjection(deps.settings, usage);
  if (limit) throw new HubError(limit.code, limit.details);
  const chunk = { bureau: caller.bureau, blobId, index, size: bytes.length, sha256, bytes, uploadedAt: nowOf(deps) };
  const kept = await keepChunk(deps.database, chunk);
  if (kept.sha256 !== sha256) throw new HubError('blob-differs', { blobId, index });
  if (kept.isNew) {
    await growUsageNow(deps.database, { bureau: caller.bureau, envelopes: 0, storedBytes: bytes.length }, minute);
  }
  deps.metrics.blobBytes.inc({ direction: 'in' }, bytes.length);
}

/** The bureau to read from. Who may not read a blob is not told whether it exists. */
async function ownerFor(deps: HubDeps, { bureau }: Caller, blobId: string): Promise<string> {
  const owner = await readableOwner(deps.database, bureau, blobId);
  if (!owner) throw new HubError('not-found');
  return owner;
}

export async function blobStateFor(deps: HubDeps, caller: Caller, blobId: string): Promise<BlobState> {
  const chunks = await listChunks(deps.database, await ownerFor(deps, caller, blobId), blobId);
  return { id: blobId, chunks };
}

export async function getChunk(
  deps: HubDeps,
  caller: Caller,
  { blobId, index }: { blobId: string; index: number },
): Promise<{ bytes: Buffer; sha256: string }> {
  const chunk = await readChunk(deps.database, await ownerFor(deps, caller, blobId), blobId, index);
  if (!chunk) throw new HubError('not-found');
  if (chunk.isLast) await noteFetched(deps.database, caller.bureau, blobId, nowOf(deps));
  deps.metrics.blobBytes.inc({ direction: 'out' }, chunk.bytes.length);
  return chunk;
}
