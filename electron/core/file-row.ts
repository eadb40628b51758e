import type { AttachmentRow } from '#shared/ipc/files.ts';
import { LEAST_KEPT_DAYS } from '#shared/protocol/retention.ts';
import { arrivedBytes } from './files/arriving.ts';
import type { ReadDb } from './store/database.ts';
import type { AttachmentRecord } from './store/tables/attachments.ts';
import { messageById } from './store/tables/messages.ts';
import type { AttachmentStore } from './vault/attachment-store.ts';

const DAY = 86_400_000;

/** What is shown of a file; how to open it at the hub stays in the core. */
export function fileRow(
  db: ReadDb,
  attachments: Pick<AttachmentStore, 'arriving'>,
  file: AttachmentRecord,
): AttachmentRow {
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
    canFetchAgain: remote !== null && (state === 'failed' || state === 'damaged' || state === 'gone'),
    isAskedFor: state === 'arriving' && file.askedAt !== null,
    atHub: state === 'on-demand' ? keptAtHub(db, file) : null,
  };
}

/** What the protocol says of it (docs/protocol.md, "Attachments"); of a file that this bureau sent to others it says nothing. */
function keptAtHub(db: ReadDb, { broughtAt, messageId }: AttachmentRecord): AttachmentRow['atHub'] {
  if (broughtAt !== null) return { keeps: 'until', until: broughtAt + LEAST_KEPT_DAYS * DAY };
  const message = messageId === null ? null : messageById(db, messageId);
  return message?.direction === 'in' ? { keeps: 'until-fetched', until: null } : null;
}
