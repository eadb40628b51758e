import { err, ok } from '#shared/lib/result.ts';
import type { ActionHandler } from '../context.ts';
import { canAskColleagues } from '../sharing/can-ask-colleagues.ts';
import { askForContent } from '../sharing/file-wants.ts';
import { attachmentById, noteAskedFor } from '../store/tables/attachments.ts';

/** A file that is neither here nor at the hub is asked of the bureau's other workstations; it is fetched as soon as one has brought it. */
export const askColleagues: ActionHandler<'file.ask-colleagues'> = (ctx, { id }) => {
  const file = attachmentById(ctx.tx, id);
  if (!file) return err({ code: 'not-found', params: { kind: 'file' } });
  if (!canAskColleagues(ctx, file)) return ok({});
  noteAskedFor(ctx.tx, file.id, ctx.now);
  askForContent(ctx, ctx.identity, ctx.actor.name, file);
  return ok({});
};
