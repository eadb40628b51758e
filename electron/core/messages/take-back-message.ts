import { messageById } from '../store/tables/messages.ts';
import { outboxItemByEnvelope, updateOutboxItem } from '../store/tables/outbox.ts';
import type { Recording } from '../timeline.ts';
import { type IncomingMessage, receiveMessage } from './receive-message.ts';
import { messageIdOf } from './wire-body.ts';

/**
 * Takes down that the hub has a message of this workstation, in the caller's transaction. Ordinarily it is known and nothing happens.
 * In a store that was put back to an older copy the message may be missing, or still wait to be sent a second time.
 */
export function takeBackMessage(rec: Recording, incoming: IncomingMessage): void {
  const waiting = outboxItemByEnvelope(rec.tx, incoming.envelopeId);
  // One that has its envelope is offered again as it is, and gets its stored receipt.
  if (waiting?.state === 'waiting' && waiting.envelope === null)
    updateOutboxItem(rec.tx, waiting.id, { state: 'sent', sentAt: rec.now, nextAttemptAt: null }, rec.now);
  const known = messageById(rec.tx, messageIdOf(rec.tx, incoming.envelopeId));
  // A hub that was put back to a back-up gives what it has lost another number, also to a copy that came without our doing.
  if (known?.streamNumber !== incoming.streamNumber) receiveMessage(rec, incoming);
}
