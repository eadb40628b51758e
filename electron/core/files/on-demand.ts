import { comesByItself } from '#shared/domain/fetch-rule.ts';
import type { AppError } from '#shared/ipc/wire.ts';
import type { ReadDb, WriteDb } from '../store/database.ts';
import {
  type AttachmentRecord,
  goneAttachments,
  isContentHere,
  setAttachmentState,
} from '../store/tables/attachments.ts';
import { fetchLimit } from '../store/tables/fetch-limit.ts';
import { messageById } from '../store/tables/messages.ts';

type Announced = Pick<AttachmentRecord, 'size' | 'digest'> & Partial<Pick<AttachmentRecord, 'askedAt'>>;

/**
 * What becomes of a file that the hub has: fetched, or left there until somebody asks for it (shared/domain/fetch-rule.ts). A content that is
 * here already costs the line nothing, whatever its size.
 * @param isUrgent whether it came with an urgent message of another bureau just now
 */
export function stateAtHub(
  db: ReadDb,
  { size, digest, askedAt = null }: Announced,
  isUrgent = false,
): 'arriving' | 'on-demand' {
  const comes = askedAt !== null || comesByItself({ size, isUrgent }, fetchLimit(db)) || isContentHere(db, digest);
  return comes ? 'arriving' : 'on-demand';
}

/** Whether it came with an urgent message of another bureau. */
export function isOfUrgentMessage(db: ReadDb, { messageId }: Pick<AttachmentRecord, 'messageId'>): boolean {
  const message = messageId === null ? null : messageById(db, messageId);
  return message?.direction === 'in' && message.priority === 'urgent';
}

/** The hub may have once more what it had let go of, in the caller's transaction: each file goes the way of one that is there. */
export function lookForGoneFiles(tx: WriteDb): void {
  for (const file of goneAttachments(tx))
    setAttachmentState(tx, file.id, stateAtHub(tx, file, isOfUrgentMessage(tx, file)));
}

/** Why the content of a file that is not here cannot be given out, and what a person can do about it. */
export function whyNotHere({
  state,
  name,
  addedBy: by,
}: Pick<AttachmentRecord, 'state' | 'name' | 'addedBy'>): AppError {
  if (state === 'on-demand') return { code: 'file-on-demand', params: { name } };
  return state === 'gone' ? { code: 'file-gone', params: { name, by } } : { code: 'file-not-here', params: { name } };
}
