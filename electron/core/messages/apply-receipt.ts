import { type DeliveryEvent, type DeliveryState, moveDelivery } from '#shared/domain/delivery-state.ts';
import type { MessageReceiptBody } from '#shared/protocol/message-receipt-body.ts';
import {
  type RecipientRecord,
  recipientOf,
  recipientsOf,
  updateRecipient,
} from '../store/tables/message-recipients.ts';
import { type MessageRecord, messageById } from '../store/tables/messages.ts';
import { type OutboxRecord, outboxItemById, updateOutboxItem } from '../store/tables/outbox.ts';
import { type Recording, recordEvent } from '../timeline.ts';
import { stateOfAll } from './delivery.ts';
import { messageIdOf } from './wire-body.ts';

const eventOf: Record<MessageReceiptBody['state'], DeliveryEvent> = {
  delivered: 'deliver',
  read: 'read',
  'cannot-open': 'cannot-open',
};

/**
 * Takes down what an addressee says became of a message, in the caller's transaction. Evidence may come twice or out of order: what
 * changes nothing leaves no trace. Returns whether something changed.
 */
export function applyReceipt(rec: Recording, from: string, receipt: MessageReceiptBody): boolean {
  const message = messageById(rec.tx, messageIdOf(rec.tx, receipt.messageId));
  const before = message && recipientOf(rec.tx, message.id, from);
  if (message?.direction !== 'out' || !before) return false;
  const after = moved(before, receipt, rec.now);
  if (!after) return false;
  updateRecipient(rec.tx, message.id, after);
  moveOutbox(rec, message.id, from);
  recordWord(rec, message, from, receipt.state);
  return true;
}

/** An addressee's word is worth more than what the outbox knew, so it is taken from 'sent' on wherever the outbox stood. */
function moved(before: RecipientRecord, receipt: MessageReceiptBody, now: number): RecipientRecord | null {
  const from = before.state === 'waiting' ? 'sent' : before.state;
  const state = moveDelivery(from, eventOf[receipt.state]);
  if (!state) return null;
  const deliveredAt = receipt.state === 'cannot-open' ? before.deliveredAt : (before.deliveredAt ?? now);
  return { ...before, state, deliveredAt, readAt: receipt.state === 'read' ? now : before.readAt };
}

/**
 * What is on its way goes on until the hub itself has answered. That an addressee has it shows that the hub took it over once, perhaps before
 * it was put back to a back-up: then the other workstations of the own bureau may never have had it.
 */
function moveOutbox({ tx, now }: Recording, messageId: string, from: string): void {
  const item = outboxItemById(tx, messageId);
  if (!item || isOnItsWay(item)) return;
  const event = eventOfAll[stateOfAll(recipientsOf(tx, messageId))];
  const state = (event && moveDelivery(item.state, event)) ?? item.state;
  const problemCode = state === 'needs-attention' ? 'cannot-open' : null;
  const problemDetail = state === 'needs-attention' ? from : null;
  updateOutboxItem(tx, messageId, { state, problemCode, problemDetail, sentAt: item.sentAt ?? now }, now);
}

const isOnItsWay = ({ state }: OutboxRecord): boolean => state === 'waiting' || state === 'sending';

const eventOfAll: Partial<Record<DeliveryState, DeliveryEvent>> = {
  sent: 'receipt',
  delivered: 'deliver',
  read: 'read',
  'needs-attention': 'cannot-open',
};

function recordWord(rec: Recording, message: MessageRecord, bureau: string, state: MessageReceiptBody['state']): void {
  if (!message.caseId) return;
  const base = { caseId: message.caseId, actor: bureau, subject: { kind: 'message', id: message.id } };
  if (state === 'cannot-open') {
    const data = { subject: message.subject, code: 'cannot-open' };
    recordEvent(rec, { ...base, kind: 'request-needs-attention', data });
    return;
  }
  const kind = state === 'read' ? 'request-read' : 'request-delivered';
  recordEvent(rec, { ...base, kind, data: { subject: message.subject, bureau, at: rec.now } });
}
