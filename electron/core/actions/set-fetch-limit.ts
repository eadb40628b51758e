import { comesByItself } from '#shared/domain/fetch-rule.ts';
import { ok } from '#shared/lib/result.ts';
import type { ActionHandler } from '../context.ts';
import { arrivedBytes } from '../files/arriving.ts';
import { isOfUrgentMessage } from '../files/on-demand.ts';
import {
  type AttachmentRecord,
  arrivingAttachments,
  attachmentsOnDemand,
  putOnDemand,
  setAttachmentState,
} from '../store/tables/attachments.ts';
import { putFetchLimit } from '../store/tables/fetch-limit.ts';

/** What is smaller than the new limit comes; what is larger waits, unless it has begun to come or somebody asked for it. */
export const setFetchLimit: ActionHandler<'file.set-limit'> = ({ tx, station }, { bytes }) => {
  const comes = (file: AttachmentRecord) =>
    comesByItself({ size: file.size, isUrgent: isOfUrgentMessage(tx, file) }, bytes);
  const isToWait = (file: AttachmentRecord) =>
    file.askedAt === null && arrivedBytes(station.attachments, file) === 0 && !comes(file);
  putFetchLimit(tx, bytes);
  for (const file of arrivingAttachments(tx).filter(isToWait)) putOnDemand(tx, file.id);
  for (const file of attachmentsOnDemand(tx))
    if (bytes === null || file.size <= bytes) setAttachmentState(tx, file.id, 'arriving');
  station.sync.wake();
  return ok({});
};
