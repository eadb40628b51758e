import { messageById } from '../store/tables/messages.ts';
import type { Recording } from '../timeline.ts';
import { type IncomingMessage, receiveMessage } from './receive-message.ts';
import { messageIdOf } from './wire-body.ts';

/**
 * Takes down that the hub has a message of this workstation, in the caller's transaction. Ordinarily it is known and nothing happens.
 * In a store that was put back to an older copy the message may be missing.
 */
export function takeBackMessage(rec: Recording, incoming: IncomingMessage): void {
  const known = messageById(rec.tx, messageIdOf(rec.tx, incoming.envelopeId));
  // A hub that was put back to a back-up gives what it has lost another number, also to a copy that came without our doing.
  if (known?.streamNumber !== incoming.streamNumber) receiveMessage(rec, incoming);
}
