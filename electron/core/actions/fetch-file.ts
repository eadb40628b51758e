import { err, ok } from '#shared/lib/result.ts';
import type { ActionContext, ActionHandler } from '../context.ts';
import { isOfUrgentMessage, stateAtHub } from '../files/on-demand.ts';
import {
  type AttachmentRecord,
  askForAttachment,
  attachmentById,
  isContentHere,
  noteNotAskedFor,
  putOnDemand,
  setAttachmentState,
} from '../store/tables/attachments.ts';

/** A file that waits at the hub is fetched: at once, or when the line is there. */
export const fetchFile: ActionHandler<'file.fetch'> = (ctx, { id }) => askFor(ctx, id, ['on-demand']);

/** A file that came through the hub is fetched once more; one that was added here came from nowhere it could be had again. */
export const fetchFileAgain: ActionHandler<'file.fetch-again'> = (ctx, { id }) =>
  askFor(ctx, id, ['failed', 'damaged', 'gone']);

/** What arrives by itself goes on, also where it does so only since somebody has raised the limit. */
export const takeBackFetch: ActionHandler<'file.take-back'> = ({ tx }, { id }) => {
  const file = attachmentById(tx, id);
  if (!file) return err({ code: 'not-found', params: { kind: 'file' } });
  if (file.state !== 'arriving' || file.askedAt === null) return ok({});
  const { size, digest } = file;
  if (stateAtHub(tx, { size, digest }, isOfUrgentMessage(tx, file)) === 'arriving') noteNotAskedFor(tx, file.id);
  else putOnDemand(tx, file.id);
  return ok({});
};

function askFor({ tx, now, station }: ActionContext, id: string, where: readonly AttachmentRecord['state'][]) {
  const file = attachmentById(tx, id);
  if (!file || file.remote === null) return err({ code: 'not-found' as const, params: { kind: 'file' } });
  if (!where.includes(file.state)) return ok({});
  // Another file may have brought the content meanwhile: without a line, too, it is here.
  if (file.state !== 'damaged' && isContentHere(tx, file.digest)) setAttachmentState(tx, file.id, 'here');
  else askForAttachment(tx, file.id, now);
  station.sync.wake();
  return ok({});
}
