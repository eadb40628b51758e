import type { AttachmentRow } from '#shared/ipc/files.ts';
import { LEAST_KEPT_DAYS } from '#shared/protocol/retention.ts';
import type { QueryContext } from './context.ts';
import { arrivedBytes } from './files/arriving.ts';
import { canAskColleagues } from './sharing/can-ask-colleagues.ts';
import type { ReadDb } from './store/database.ts';
import type { AttachmentRecord } from './store/tables/attachments.ts';
import { messageById } from './store/tables/messages.ts';

const DAY = 86_400_000;
/** States of what somebody waits for. */
const ASKED: readonly AttachmentRow['state'][] = ['arriving', 'announced', 'gone'];

/** What is shown of a file; how to open it at the hub stays in the core. */
export function fileRow(ctx: QueryContext, file: AttachmentRecord): AttachmentRow {
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
    arrived: arrivedBytes(ctx.station.attachments, file),
    canFetchAgain: remote !== null && (state === 'failed' || state === 'damaged' || state === 'gone'),
    isAskedFor: ASKED.includes(state) && file.askedAt !== null,
    canAskColleagues: canAskColleagues(ctx, file),
    atHub: state === 'on-demand' ? keptAtHub(ctx.db, file) : null,
  };
}

/** What the protocol says of it (docs/protocol.md, "Attachments"); of a file that this bureau sent to others it says nothing. */
function keptAtHub(db: ReadDb, { broughtAt, messageId }: AttachmentRecord): AttachmentRow['atHub'] {
  if (broughtAt !== null) return { keeps: 'until', until: broughtAt + LEAST_KEPT_DAYS * DAY };
  const message = messageId === null ? null : messageById(db, messageId);
  return message?.direction === 'in' ? { keeps: 'until-fetched', until: null } : null;
}
