import { err, ok } from '#shared/lib/result.ts';
import type { LongContext, LongHandler } from '../context.ts';
import { whyNotHere } from '../files/on-demand.ts';
import { StoreDamagedError } from '../store/errors.ts';
import { type AttachmentRecord, attachmentById, setContentState } from '../store/tables/attachments.ts';

/** Writes a file in clear to a place the person chose; what stood there is replaced whole or not at all. */
export const saveFile: LongHandler<'file.save'> = async (ctx, { id, token }) => {
  const file = attachmentById(ctx.db, id);
  if (!file) return err({ code: 'not-found', params: { kind: 'file' } });
  if (file.state !== 'here' && file.state !== 'damaged') return err(whyNotHere(file));
  try {
    const written = await ctx.station.files.write(token, told(ctx, file));
    if (!written.ok) return written;
    noteState(ctx, file, 'here'); // it may have been damaged, and have come back with a back-up
    return ok({});
  } catch (error) {
    if (!(error instanceof StoreDamagedError)) throw error;
    noteState(ctx, file, 'damaged');
    return err({ code: 'file-damaged', params: { name: file.name } });
  }
};

/** The case says from now on what was found, whatever the answer to this call is. */
function noteState(
  { station }: LongContext<'file.save'>,
  { digest, state }: AttachmentRecord,
  found: 'here' | 'damaged',
) {
  if (state === found || station.store.status().readOnly) return;
  station.store.transaction((tx) => setContentState(tx, digest, found));
}

async function* told(ctx: LongContext<'file.save'>, file: AttachmentRecord): AsyncIterable<Uint8Array> {
  let done = 0;
  for await (const part of ctx.station.attachments.open(file.digest)) {
    ctx.signal.throwIfAborted();
    yield part;
    done += part.length;
    ctx.progress(done, file.size);
  }
}
