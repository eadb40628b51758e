import type { CaseId } from '#shared/lib/ids.ts';
import type { ReadDb } from '../store/database.ts';
import { eventsAbout, moveEventsOfMessage } from '../store/tables/events.ts';
import { type MessageRecord, messageById, messagesOfConversation } from '../store/tables/messages.ts';
import { type Recording, recordEvent } from '../timeline.ts';
import { deliveryOf } from './delivery.ts';

/**
 * Tells of a message in the timeline of the case it stands in, once: whichever was here first, the message or the word of its case. What
 * was withdrawn has never gone out, and is told of by that.
 */
export function tellCase(rec: Recording, id: string): void {
  const message = messageById(rec.tx, id);
  if (!message || message.caseId === null) return;
  // A colleague's word of it may have come before it, from the case in which it stood then.
  moveEventsOfMessage(rec.tx, message.id, message.caseId);
  if (isToldOf(rec.tx, message.caseId, message) || deliveryOf(rec.tx, message).state === 'withdrawn') return;
  const { caseId, subject: title, from, priority, at } = message;
  const base = { caseId, at, subject: { kind: 'message', id: message.id } };
  if (message.direction === 'in') {
    recordEvent(rec, { ...base, actor: from, kind: 'message-received', data: { subject: title, from, priority } });
    return;
  }
  const data = { subject: title, to: message.to.join(','), priority };
  recordEvent(rec, { ...base, actor: message.author, kind: 'request-sent', data });
}

/** The same of every message of a conversation. */
export function tellCaseOfAll(rec: Recording, conversationId: string): void {
  for (const { id } of messagesOfConversation(rec.tx, conversationId)) tellCase(rec, id);
}

/** Whether the timeline of a case says already that the message went out or came. */
export const isToldOf = (db: ReadDb, caseId: CaseId, { id, direction }: Pick<MessageRecord, 'id' | 'direction'>) =>
  eventsAbout(db, caseId, direction === 'in' ? 'message-received' : 'request-sent', id).length > 0;
