import { err, ok } from '#shared/lib/result.ts';
import type { LongContext, LongHandler } from '../context.ts';
import { StoreDamagedError } from '../store/errors.ts';
import { type AttachmentRecord, attachmentById } from '../store/tables/attachments.ts';

/** Writes a file in clear to a place the person chose; what stood there is replaced whole or not at all. */
export const saveFile: LongHandler<'file.save'> = async (ctx, { id, token }) => {
  const file = attachmentById(ctx.db, id);
  if (!file) return err({ code: 'not-found', params: { kind: 'file' } });
  if (file.state !== 'here') return err({ code: 'file-not-here', params: { name: file.name } });
  try {
    const written = await ctx.station.files.write(token, told(ctx, file));
    return written.ok ? ok({}) : written;
  } catch (error) {
    if (error instanceof StoreDamagedError) return err({ code: 'file-damaged', params: { name: file.name } });
    throw error;
  }
};

async function* told(ctx: LongContext<'file.save'>, file: AttachmentRecord): AsyncIterable<Uint8Array> {
  let done = 0;
  for await (const part of ctx.station.attachments.open(file.digest)) {
    ctx.signal.throwIfAborted();
    yield part;
    done += part.length;
    ctx.progress(done, file.size);
  }
}
