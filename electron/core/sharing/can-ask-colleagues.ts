import type { QueryContext } from '../context.ts';
import type { AttachmentRecord } from '../store/tables/attachments.ts';
import { hasColleagues } from '../store/tables/shared-records.ts';

/** For so long whoever added a file may still be bringing it (ms). */
const STILL_BRINGING_MS = 86_400_000;

/** Whether the bureau's other workstations may have a file that is neither here nor at the hub. */
export function canAskColleagues(
  { db, now, identity }: Pick<QueryContext, 'db' | 'now' | 'identity'>,
  { state, addedAt }: AttachmentRecord,
): boolean {
  const isMissing = state === 'gone' || (state === 'announced' && now - addedAt > STILL_BRINGING_MS);
  return isMissing && hasColleagues(db, identity.bureau, identity.workstationId);
}
