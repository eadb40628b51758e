import type { AttachmentRow } from '#shared/ipc/files.ts';
import type { AttachmentRecord } from './store/tables/attachments.ts';

/** What is shown of a file; how to open it at the hub stays in the core. */
export const fileRow = ({
  id,
  name,
  mediaType,
  size,
  digest,
  addedAt,
  addedBy,
  state,
}: AttachmentRecord): AttachmentRow => ({
  id,
  name,
  mediaType,
  size,
  digest,
  addedAt,
  addedBy,
  state,
});
