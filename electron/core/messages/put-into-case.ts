import type { CaseId } from '#shared/lib/ids.ts';
import type { WriteDb } from '../store/database.ts';
import { setCaseOfArrivedAttachments } from '../store/tables/attachments.ts';
import { messagesOfConversation, setCaseOfConversation } from '../store/tables/messages.ts';
import { setCaseOfOutboxItems } from '../store/tables/outbox.ts';
import { setCaseOfSearchDocument } from '../store/tables/search.ts';

/** A conversation stands in a case from now on, with the files it brought and what is on its way of it. */
export function putIntoCase(tx: WriteDb, conversationId: string, caseId: CaseId): void {
  setCaseOfConversation(tx, conversationId, caseId);
  setCaseOfArrivedAttachments(tx, conversationId, caseId);
  const ids = messagesOfConversation(tx, conversationId).map(({ id }) => id);
  setCaseOfOutboxItems(tx, ids, caseId);
  for (const id of ids) setCaseOfSearchDocument(tx, 'message', id, caseId);
}
