import type { AttachmentRow } from '#shared/ipc/files.ts';
import { arrivedBytes } from './files/arriving.ts';
import type { AttachmentRecord } from './store/tables/attachments.ts';
import type { AttachmentStore } from './vault/attachment-store.ts';

/** What is shown of a file; how to open it at the hub stays in the core. */
export function fileRow(attachments: Pick<AttachmentStore, 'arriving'>, file: AttachmentRecord): AttachmentRow {
  const { id, name, mediaType, size, digest, addedAt, addedBy, state, remote } = file;
  return {
    id,
    name,
    mediaType,
    size,
    digest,
    addedAt,
    addedBy,
    state,
    arrived: arrivedBytes(attachments, file),
    canFetchAgain: remote !== null && (state === 'failed' || state === 'damaged'),
  };
}
