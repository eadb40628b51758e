import { err, ok } from '#shared/lib/result.ts';
import type { ActionHandler } from '../context.ts';
import { attachmentById, setAttachmentState } from '../store/tables/attachments.ts';

/** A file that a message brought is fetched from the hub once more; one that was added here came from nowhere it could be had again. */
export const fetchFileAgain: ActionHandler<'file.fetch-again'> = ({ tx, station }, { id }) => {
  const file = attachmentById(tx, id);
  if (!file || file.remote === null) return err({ code: 'not-found', params: { kind: 'file' } });
  if (file.state !== 'failed' && file.state !== 'damaged') return ok({});
  setAttachmentState(tx, id, 'arriving');
  station.sync.wake();
  return ok({});
};
