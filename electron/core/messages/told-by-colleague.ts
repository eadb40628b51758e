import { moveDelivery } from '#shared/domain/delivery-state.ts';
import { type MessageReceiptBody, messageReceiptBody } from '#shared/protocol/message-receipt-body.ts';
import { updateOutboxItem, waitingReceiptsOf } from '../store/tables/outbox.ts';
import type { Recording } from '../timeline.ts';
import { messageIdOf } from './wire-body.ts';

/**
 * Another workstation of the bureau has told a sender that its message arrived, or was read: what waits here to say that it arrived need
 * not be said once more, in the caller's transaction. Of fifty workstations that receive a message a few say so, not all.
 */
export function noteToldByColleague({ tx, now }: Recording, told: MessageReceiptBody): void {
  if (told.state === 'cannot-open') return;
  for (const item of waitingReceiptsOf(tx, messageIdOf(tx, told.messageId))) {
    const { state } = messageReceiptBody.parse(JSON.parse(item.body ?? '{}'));
    if (state !== 'delivered') continue;
    const sent = moveDelivery(item.state, 'receipt') ?? item.state;
    updateOutboxItem(tx, item.id, { state: sent, sentAt: now, nextAttemptAt: null }, now);
  }
}
