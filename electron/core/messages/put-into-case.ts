import type { CaseId } from '#shared/lib/ids.ts';
import type { WriteDb } from '../store/database.ts';
import { setCaseOfArrivedAttachments } from '../store/tables/attachments.ts';
import { moveEventsOfConversation } from '../store/tables/events.ts';
import { messagesOfConversation, setCaseOfConversation } from '../store/tables/messages.ts';
import { setCaseOfOutboxItems } from '../store/tables/outbox.ts';
import { setCaseOfSearchDocument } from '../store/tables/search.ts';

/**
 * A conversation stands in a case from now on, with the files it brought, what is on its way of it, and what timelines tell of its messages:
 * that is told of in one case, the same at every workstation, whichever of them it has stood in meanwhile.
 */
export function putIntoCase(tx: WriteDb, conversationId: string, caseId: CaseId): void {
  moveEventsOfConversation(tx, conversationId, caseId);
  setCaseOfConversation(tx, conversationId, caseId);
  setCaseOfArrivedAttachments(tx, conversationId, caseId);
  const ids = messagesOfConversation(tx, conversationId).map(({ id }) => id);
  setCaseOfOutboxItems(tx, ids, caseId);
  for (const id of ids) setCaseOfSearchDocument(tx, 'message', id, caseId);
}
