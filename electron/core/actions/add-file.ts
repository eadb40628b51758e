import type { Output } from '#shared/ipc/contract.ts';
import type { AppError } from '#shared/ipc/wire.ts';
import type { AttachmentId, CaseId } from '#shared/lib/ids.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { ActionContext, Answer, ChosenFile, LongContext, LongHandler } from '../context.ts';
import { cleanFileName } from '../files/file-name.ts';
import { HEAD_BYTES, mediaTypeOf } from '../files/media-type.ts';
import { settleContent } from '../files/settle-content.ts';
import { share } from '../sharing/share.ts';
import { errorCode } from '../store/file-system.ts';
import { type AttachmentRecord, insertAttachment, setContentArrived } from '../store/tables/attachments.ts';
import { recordEvent } from '../timeline.ts';
import type { StoredAttachment } from '../vault/attachment-file.ts';
import { openCase } from './open-case.ts';

/** 2 GiB: what a workstation takes unless its policy says otherwise. */
export const DEFAULT_FILE_LIMIT = 2 * 1024 * 1024 * 1024;

/**
 * Seals a file the person chose into a case. Tells its progress in bytes; cancelled or failed, it leaves nothing.
 * @param limit bytes
 */
export const addFileUpTo =
  (limit: number): LongHandler<'file.add'> =>
  async (ctx, { caseId, token }) => {
    const before = openCase(ctx.db, caseId);
    if (!before.ok) return before;
    const chosen = await ctx.station.files.read(token);
    if (!chosen.ok) return chosen;
    const name = cleanFileName(chosen.value.name);
    if (chosen.value.size > limit) return err(tooLarge(name, chosen.value.size, limit));
    const obstacle = ctx.station.capacity.obstacleTo(chosen.value.size);
    if (obstacle) return err(obstacle);
    const source = new WatchedFile(chosen.value, limit);
    try {
      const stored = await sealInto(ctx, source, chosen.value.size);
      return finish(ctx, caseId, name, source, stored);
    } catch (error) {
      const problem = source.problem(name) ?? diskProblem(error);
      if (problem) return err(problem);
      throw error;
    }
  };

const tooLarge = (name: string, size: number, limit: number): AppError => ({
  code: 'file-too-large',
  params: { name, size, limit },
});

const diskProblem = (error: unknown): AppError | null => (errorCode(error) === 'ENOSPC' ? { code: 'disk-full' } : null);

function sealInto(ctx: LongContext<'file.add'>, source: WatchedFile, size: number): Promise<StoredAttachment> {
  return ctx.station.attachments.put(source.content(), {
    signal: ctx.signal,
    onProgress: (bytes) => ctx.progress(bytes, size),
  });
}

/** The content is sealed; the case learns of it in one transaction, or the content goes again. */
function finish(
  ctx: LongContext<'file.add'>,
  caseId: CaseId,
  name: string,
  source: WatchedFile,
  stored: StoredAttachment,
): Answer<Output<'file.add'>> {
  const { size, digest } = stored;
  try {
    ctx.signal.throwIfAborted();
    if (size === 0) return err({ code: 'file-empty', params: { name } });
    const writable = openCase(ctx.db, caseId);
    if (!writable.ok) return writable;
    const mediaType = mediaTypeOf(name, source.head);
    return ok(ctx.commit((act) => writeDown(act, { caseId, name, mediaType, size, digest })));
  } finally {
    settleContent(ctx.station, digest);
  }
}

function writeDown(
  ctx: ActionContext,
  file: Pick<AttachmentRecord, 'name' | 'mediaType' | 'size' | 'digest'> & { readonly caseId: CaseId },
): Output<'file.add'> {
  const { tx, now, actor } = ctx;
  const id = ctx.newId() as AttachmentId;
  const { caseId, name, mediaType, size } = file;
  setContentArrived(tx, file.digest); // whole again wherever it was damaged, and no longer to be fetched
  insertAttachment(tx, {
    ...file,
    id,
    messageId: null,
    state: 'here',
    remote: null,
    addedAt: now,
    addedBy: actor.name,
  });
  const subject = { kind: 'file', id };
  const data = { name, size, mediaType };
  const told = recordEvent(ctx, { caseId, actor: actor.name, kind: 'file-added', data, subject });
  share(ctx, { title: name, caseId, made: [{ kind: 'file', id }], told: [told] });
  return { id, name, size };
}

/** A chosen file while it is read: its first bytes are kept, its size is checked again, and a failing disk is told apart. */
class WatchedFile {
  readonly head = new Uint8Array(HEAD_BYTES);
  private size = 0;
  private unreadable = false;

  constructor(
    private readonly file: ChosenFile,
    private readonly limit: number,
  ) {}

  async *content(): AsyncIterable<Uint8Array> {
    const parts = this.file.content()[Symbol.asyncIterator]();
    for (;;) {
      const part = await this.next(parts);
      if (part.done) return;
      if (this.size < HEAD_BYTES) this.head.set(part.value.subarray(0, HEAD_BYTES - this.size), this.size);
      this.size += part.value.length;
      if (this.size > this.limit) throw new RangeError('The file is larger than it was.');
      yield part.value;
    }
  }

  /** What kept it from being read, if that was the file itself. */
  problem(name: string): AppError | null {
    if (this.unreadable) return { code: 'file-unreadable', params: { name } };
    return this.size > this.limit ? tooLarge(name, this.size, this.limit) : null;
  }

  private async next(parts: AsyncIterator<Uint8Array>): Promise<IteratorResult<Uint8Array>> {
    try {
      return await parts.next();
    } catch (error) {
      this.unreadable = true;
      throw error;
    }
  }
}
