import type { MessageReceiptBody } from '#shared/protocol/message-receipt-body.ts';
import { noteArrival } from '../store/tables/arrivals.ts';
import { messageById } from '../store/tables/messages.ts';
import type { Recording } from '../timeline.ts';
import { applyReceipt } from './apply-receipt.ts';
import { keepEarlyReceipt } from './early-receipts.ts';
import { messageIdOf } from './wire-body.ts';

/**
 * Takes down what another bureau says became of a message of this one, in the caller's transaction. It may come before the message it is
 * about.
 * @param arrived the envelope it came in, and its number in the bureau's stream
 */
export function takeReceipt(
  rec: Recording,
  from: string,
  receipt: MessageReceiptBody,
  arrived: { readonly envelopeId: string; readonly streamNumber: number },
): void {
  const { messageId } = receipt;
  noteArrival(rec.tx, { id: arrived.envelopeId, kind: 'receipt', refId: messageId }, arrived.streamNumber);
  if (messageById(rec.tx, messageIdOf(rec.tx, messageId)) !== null) applyReceipt(rec, from, receipt);
  else keepEarlyReceipt(rec, from, receipt);
}
