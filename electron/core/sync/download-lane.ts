import type { AttachmentId } from '#shared/lib/ids.ts';
import { fromBase64Url } from '#shared/protocol/bytes.ts';
import type { MessageAttachment } from '#shared/protocol/message-body.ts';
import {
  CHUNK_SIZE,
  chunkCount,
  MAX_SEALED_CHUNK_SIZE,
  openChunk,
  sealedFileSize,
} from '#shared/protocol/seal-file.ts';
import { arrivingName, remoteOf } from '../files/arriving.ts';
import { settleContent } from '../files/settle-content.ts';
import { isWantedHere } from '../sharing/file-wants.ts';
import { StoreReadOnlyError, type WriteDb } from '../store/database.ts';
import {
  type AttachmentRecord,
  arrivingAttachments,
  attachmentsOnDemand,
  type FileLane,
  isContentHere,
  setAttachmentGone,
  setAttachmentState,
  setContentArrived,
} from '../store/tables/attachments.ts';
import { HubRefusal } from './hub-api.ts';
import { isPassing } from './passing.ts';
import type { SyncContext } from './sync-context.ts';

/** What the hub says of this workstation or of itself says nothing of the file. */
const MAY_CHANGE = ['retry-later', 'forbidden-now'] as const;

/** Often enough for whoever watches a file arrive (ms). */
const TOLD_EVERY_MS = 500;

/** What has come of a file was damaged on this disk: it is fetched again from there on. */
class ArrivedDamaged extends Error {
  constructor(readonly index: number) {
    super('what has come of a file was damaged on this disk');
  }
}

/**
 * Fetches the files that messages and the bureau's other workstations announced, one sealed chunk at a time. What has come is kept as it
 * came, still sealed, so that a cut or a restart costs at most one chunk. A file that cannot be had is marked, and holds up no other.
 */
export class DownloadLane {
  /** By the clock that only runs (ms). */
  private toldAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly ctx: SyncContext) {}

  /** The file to fetch from next. @param but files that are passed over */
  next(lane: FileLane, but: readonly string[] = []): AttachmentRecord | null {
    return arrivingAttachments(this.ctx.store.read, lane).find(({ id }) => !but.includes(id)) ?? null;
  }

  /**
   * Fetches the next chunk; with the last one, the file is taken in. A content that another file has brought is not fetched once more.
   * @throws TransportError, HubRefusal: what a later try may mend
   */
  async fetchNext(file: AttachmentRecord): Promise<void> {
    const { ctx } = this;
    const { id } = file;
    const remote = remoteOf(file);
    const arriving = ctx.attachments.arriving(arrivingName(remote));
    try {
      if (isContentHere(ctx.store.read, remote.sha256)) {
        ctx.store.transaction((tx) => setAttachmentState(tx, id, 'here'));
        return arriving.remove();
      }
      const here = Math.floor(arriving.size() / MAX_SEALED_CHUNK_SIZE);
      const isWhole = arriving.size() === sealedFileSize(remote.size);
      if (!isWhole)
        await this.fetchChunk(remote, here, (sealed) => arriving.keep(here * MAX_SEALED_CHUNK_SIZE, sealed));
      if (arriving.size() !== sealedFileSize(remote.size)) return;
      await this.takeIn(id, remote);
      arriving.remove();
    } catch (error) {
      if (error instanceof ArrivedDamaged) return arriving.cut(error.index * MAX_SEALED_CHUNK_SIZE);
      if (isPassing(error, MAY_CHANGE) || ctx.stopped.aborted || error instanceof StoreReadOnlyError) throw error;
      this.giveUp(file, error);
      arriving.remove();
    }
  }

  /** Removes what has come of files that are not awaited any more; of one that was taken back, somebody may ask again. */
  tidy(): void {
    const names = this.ctx.attachments.arrivingNames();
    if (names.length === 0) return;
    const { read } = this.ctx.store;
    const files = [...arrivingAttachments(read), ...attachmentsOnDemand(read)];
    const awaited = files.map((file) => arrivingName(remoteOf(file)));
    for (const name of names) if (!awaited.includes(name)) this.ctx.attachments.arriving(name).remove();
  }

  /** The hub lets go of files in time: that is told apart from a file that is not what was announced. */
  private giveUp({ id, digest }: AttachmentRecord, error: unknown): void {
    const { log, store, identity } = this.ctx;
    const isGone = error instanceof HubRefusal && error.code === 'not-found';
    if (!isGone) log.error('an attached file could not be fetched', error);
    store.transaction((tx) => {
      // It was looked for at a hub that was put back, while colleagues are asked for it: they still are.
      if (isGone && !isWantedHere(tx, identity, digest)) return setAttachmentGone(tx, id);
      return setAttachmentState(tx, id, isGone ? 'gone' : 'failed');
    });
  }

  /** A chunk whose seal does not open is not kept. */
  private async fetchChunk(file: MessageAttachment, index: number, keep: (sealed: Uint8Array) => void): Promise<void> {
    const { api, stopped } = this.ctx;
    const path = `/v1/blobs/${file.blobId}/chunks/${index}`;
    const { body } = await api.send({ method: 'GET', path, signal: stopped });
    await openAt(file, index, body);
    keep(body);
    this.tell();
  }

  /** How far a file is shows where it is listed; nothing of it is written to the store before its end. */
  private tell(): void {
    const now = this.ctx.monotonicMs();
    if (now - this.toldAt < TOLD_EVERY_MS) return;
    this.toldAt = now;
    this.ctx.emit({ event: 'changed', tables: ['attachments'] });
  }

  private async takeIn(id: AttachmentId, file: MessageAttachment): Promise<void> {
    const { attachments, store, stopped } = this.ctx;
    const { digest } = await attachments.put(this.opened(file), { signal: stopped });
    try {
      store.transaction((tx) => takeDown(tx, id, file, digest));
    } finally {
      settleContent(this.ctx, digest);
    }
  }

  private async *opened(file: MessageAttachment): AsyncGenerator<Uint8Array> {
    const arriving = this.ctx.attachments.arriving(arrivingName(file));
    for (let index = 0; index < chunkCount(file.size); index += 1) {
      const sealed = arriving.read(index * MAX_SEALED_CHUNK_SIZE, MAX_SEALED_CHUNK_SIZE);
      yield await openAt(file, index, sealed).catch(() => {
        throw new ArrivedDamaged(index);
      });
    }
  }
}

/** The seal says which chunk it is, not how long: of another length it would never add up to the file that was announced. */
export async function openAt(file: MessageAttachment, index: number, sealed: Uint8Array): Promise<Uint8Array> {
  const last = index === chunkCount(file.size) - 1;
  const chunk = await openChunk(fromBase64Url(file.contentKey), { blobId: file.blobId, index, last }, sealed);
  if (chunk.length !== (last ? file.size - index * CHUNK_SIZE : CHUNK_SIZE))
    throw new Error('a chunk of a file has another length than was announced');
  return chunk;
}

/** Another content than the message announced is not what was sent. */
export function takeDown(tx: WriteDb, id: AttachmentId, remote: MessageAttachment, digest: string): void {
  setAttachmentState(tx, id, digest === remote.sha256 ? 'here' : 'failed');
  setContentArrived(tx, digest);
}
