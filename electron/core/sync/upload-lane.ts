import { createHash } from 'node:crypto';
import { newId } from '#shared/lib/ids.ts';
import { CONTENT_KEY_SIZE } from '#shared/protocol/aes-gcm.ts';
import { blobState, CHUNK_DIGEST_HEADER } from '#shared/protocol/blobs.ts';
import { fromBase64Url, fromHex, toBase64Url } from '#shared/protocol/bytes.ts';
import { CHUNK_SIZE, chunkCount, sealChunk, sealedFileDigest, sealedFileSize } from '#shared/protocol/seal-file.ts';
import { contentInside } from '../files/arriving.ts';
import { refuseItem } from '../messages/apply-verdict.ts';
import type { ReadDb } from '../store/database.ts';
import { StoreDamagedError } from '../store/errors.ts';
import { type AttachmentRecord, attachmentById, setContentState, sharedContent } from '../store/tables/attachments.ts';
import { type OutboxRecord, outboxItemById } from '../store/tables/outbox.ts';
import {
  type DueUpload,
  insertUpload,
  setUploaded,
  type UploadRecord,
  uploadOfContent,
  uploadsOf,
} from '../store/tables/uploads.ts';
import { HubRefusal } from './hub-api.ts';
import { giveNumberAgain } from './offer-lane.ts';
import { isPassing } from './passing.ts';
import { recording } from './recording.ts';
import type { SyncContext } from './sync-context.ts';

/** One sealed chunk, and its SHA-256 in hexadecimal. */
interface SealedChunk {
  readonly sealed: Uint8Array;
  readonly digest: string;
}

/**
 * Brings attached files to the hub, sealed, one chunk at a time. Taken up again after a cut or a restart, the same sealed chunks are made
 * (same key, same places), and what the hub has confirmed is not sent again.
 */
export class UploadLane {
  /** The digests of the chunks made so far in this process, by blob. */
  private readonly made = new Map<string, string[]>();
  /** The chunks the hub says it has, by blob; asked only where it has lost some. */
  private readonly there = new Map<string, ReadonlyMap<number, string>>();

  constructor(private readonly ctx: SyncContext) {}

  /**
   * Sends the next chunk of a file. What this file alone suffers from is written to its item, and holds up no other.
   * @returns whether the file is at the hub, or will never be
   * @throws TransportError, HubRefusal: what a later try may mend
   */
  async sendNext({ outboxId, attachmentId }: DueUpload): Promise<boolean> {
    const { store } = this.ctx;
    const item = outboxItemById(store.read, outboxId);
    const file = attachmentById(store.read, attachmentId);
    if (!item || !file) return true;
    try {
      const planned = uploadsOf(store.read, item.id).find((row) => row.attachmentId === file.id);
      const upload = planned ?? (await this.plan(item, file));
      if (upload.uploaded === upload.chunks && upload.sealedDigest !== null) return true;
      return await this.sendChunk(item, file, upload);
    } catch (error) {
      if (this.ctx.stopped.aborted || isPassing(error, ['retry-later'])) throw error;
      if (item.carriedBundle !== null && !(error instanceof StoreDamagedError)) throw error;
      giveUp(this.ctx, item, file, error);
      return true;
    }
  }

  /** A content that was brought to the hub may have been let go of there since: an envelope that names it would hold up all that follow. */
  private async plan(item: OutboxRecord, file: AttachmentRecord): Promise<UploadRecord> {
    const there = contentAtHub(this.ctx.store.read, item, file);
    return planUpload(this.ctx, item, file, there && (await isWholeAtHub(this.ctx, there)) ? there : null);
  }

  private async sendChunk(item: OutboxRecord, file: AttachmentRecord, upload: UploadRecord): Promise<boolean> {
    const digests = await this.digestsBefore(file, upload);
    const index = upload.uploaded;
    const { sealed, digest } = await this.seal(file, upload, index);
    // An item that has its number was complete once, or is in a bundle: the hub may have some of it.
    const isThere = item.envelope !== null && (await this.chunksAtHub(upload)).get(index) === digest;
    if (!isThere) await this.put(upload, index, sealed, digest);
    digests[index] = digest;
    const isLast = index === upload.chunks - 1;
    const sealedDigest = isLast ? await sealedFileDigest(digests.map(fromHex)) : upload.sealedDigest;
    this.ctx.store.transaction((tx) => setUploaded(tx, { ...upload, uploaded: index + 1, sealedDigest }));
    if (isLast) this.forget(upload);
    return isLast;
  }

  /** After a restart they are made again from the file: they cost time, but not the line. */
  private async digestsBefore(file: AttachmentRecord, upload: UploadRecord): Promise<string[]> {
    const digests = this.made.get(upload.blobId) ?? [];
    this.made.set(upload.blobId, digests);
    for (let index = digests.length; index < upload.uploaded; index += 1) {
      this.ctx.stopped.throwIfAborted();
      digests[index] = (await this.seal(file, upload, index)).digest;
    }
    return digests;
  }

  private async seal(file: AttachmentRecord, upload: UploadRecord, index: number): Promise<SealedChunk> {
    const last = index === upload.chunks - 1;
    const chunk = this.ctx.attachments.read(file.digest, index * CHUNK_SIZE, CHUNK_SIZE);
    const sealed = await sealChunk(fromBase64Url(upload.contentKey), { blobId: upload.blobId, index, last }, chunk);
    return { sealed, digest: createHash('sha256').update(sealed).digest('hex') };
  }

  private async chunksAtHub({ blobId }: UploadRecord): Promise<ReadonlyMap<number, string>> {
    const known = this.there.get(blobId);
    if (known) return known;
    const asked = await askForChunks(this.ctx, blobId);
    this.there.set(blobId, asked);
    return asked;
  }

  private async put(upload: UploadRecord, index: number, sealed: Uint8Array, digest: string): Promise<void> {
    await putChunk(this.ctx, { blobId: upload.blobId, index, bytes: sealed, sha256: digest });
  }

  private forget({ blobId }: UploadRecord): void {
    this.made.delete(blobId);
    this.there.delete(blobId);
  }
}

/** Brings one sealed chunk to the hub; the same again changes nothing. */
export async function putChunk(
  { api, stopped }: SyncContext,
  chunk: { readonly blobId: string; readonly index: number; readonly bytes: Uint8Array; readonly sha256: string },
): Promise<void> {
  await api.send({
    method: 'PUT',
    path: `/v1/blobs/${chunk.blobId}/chunks/${chunk.index}`,
    headers: { 'content-type': 'application/octet-stream', [CHUNK_DIGEST_HEADER]: chunk.sha256 },
    body: chunk.bytes,
    signal: stopped,
  });
}

/**
 * Under which identifier and key a file goes. A content that the hub has is named there and not sent once more.
 * @param there what the hub has of it; without a line, what was once brought there is taken for it
 */
export function planUpload(
  ctx: SyncContext,
  item: OutboxRecord,
  file: AttachmentRecord,
  there: ContentAtHub | null = contentAtHub(ctx.store.read, item, file),
): UploadRecord {
  const row: UploadRecord = {
    ...(there ?? {
      blobId: newId(ctx),
      contentKey: toBase64Url(ctx.random.bytes(CONTENT_KEY_SIZE)),
      chunks: chunkCount(file.size),
      uploaded: 0,
      sealedSize: sealedFileSize(file.size),
      sealedDigest: null,
    }),
    attachmentId: file.id,
    outboxId: item.id,
  };
  ctx.store.transaction((tx) => insertUpload(tx, row));
  return row;
}

type ContentAtHub = Omit<UploadRecord, 'attachmentId' | 'outboxId'>;

/**
 * What this workstation has brought there; inside the bureau also what another says it has. To other bureaus nothing goes on another's
 * word: were it wrong, they would get a file that does not open. After a refusal it goes under new identifiers, whatever the hub has.
 */
function contentAtHub(
  db: ReadDb,
  { kind, id, envelopeId }: OutboxRecord,
  { digest }: AttachmentRecord,
): ContentAtHub | null {
  if (envelopeId !== id) return null;
  const own = uploadOfContent(db, digest);
  if (own || kind !== 'case-file') return own;
  const shared = contentInside.safeParse(JSON.parse(sharedContent(db, digest) ?? 'null'));
  if (!shared.success) return null;
  const { blobId, contentKey, size, sealedDigest } = shared.data;
  const chunks = chunkCount(size);
  return { blobId, contentKey, chunks, uploaded: chunks, sealedSize: sealedFileSize(size), sealedDigest };
}

async function isWholeAtHub(ctx: SyncContext, { blobId, chunks, sealedDigest }: ContentAtHub): Promise<boolean> {
  const there = await askForChunks(ctx, blobId);
  return there.size === chunks && (await sealedFileDigest([...there.values()].map(fromHex))) === sealedDigest;
}

/** Index → SHA-256 of the chunks the hub has, in their order. */
export async function askForChunks(
  { api, stopped }: SyncContext,
  blobId: string,
): Promise<ReadonlyMap<number, string>> {
  try {
    const state = await api.get(`/v1/blobs/${blobId}`, blobState, stopped);
    return new Map(state.chunks.map(({ index, sha256 }) => [index, sha256]));
  } catch (error) {
    if (error instanceof HubRefusal && error.code === 'not-found') return new Map();
    throw error;
  }
}

/** The item needs a person; a file that turns out to be damaged is shown so wherever it stands. */
function giveUp(ctx: SyncContext, item: OutboxRecord, file: AttachmentRecord, error: unknown): void {
  if (!(error instanceof HubRefusal)) ctx.log.error('an attached file could not be brought to the hub', error);
  const isDamaged = error instanceof StoreDamagedError;
  const code = error instanceof HubRefusal ? error.code : isDamaged ? 'file-damaged' : 'cannot-be-made';
  ctx.store.transaction((tx) => {
    if (isDamaged) setContentState(tx, file.digest, 'damaged');
    const current = outboxItemById(tx, item.id);
    // What a bundle has carried may be at the hub already: it keeps its number, and waits for its file to be whole again.
    if (current?.state !== 'waiting' || current.carriedBundle !== null) return;
    refuseItem(recording(ctx, tx), current, code, '');
    giveNumberAgain(tx, current, ctx.clock.now());
  });
}
