import { type MessageReceiptBody, messageReceiptBody } from '#shared/protocol/message-receipt-body.ts';
import { areOfOneItem } from '../outbox/following-envelope.ts';
import { deleteEarlyReceipts, earlyReceiptsOfTheTimeOf, insertEarlyReceipt } from '../store/tables/early-receipts.ts';
import type { Recording } from '../timeline.ts';
import { applyReceipt } from './apply-receipt.ts';

/**
 * Of each bureau so many, the latest. No day and no place in the stream says that a message can no longer come: a colleague's workstation may have been
 * away for a year, or hand it over then. A bureau that speaks of messages that never were crowds out its own word alone.
 */
export const MOST_EARLY_RECEIPTS = 2_000;

/**
 * Keeps what an addressee says of a message that is not here yet, in the caller's transaction. After a restore of the hub both are offered
 * again, by different workstations, and the receipt may come first.
 */
export function keepEarlyReceipt({ tx }: Recording, from: string, receipt: MessageReceiptBody): void {
  const { messageId: envelopeId, state } = receipt;
  insertEarlyReceipt(tx, { envelopeId, from, state, receipt: JSON.stringify(receipt) }, MOST_EARLY_RECEIPTS);
}

/** The message has come, in this envelope or in one that followed another: what was said of it before counts now. */
export function applyEarlyReceipts(rec: Recording, envelopeId: string): void {
  const ofItsTime = earlyReceiptsOfTheTimeOf(rec.tx, envelopeId);
  const kept = ofItsTime.filter((early) => areOfOneItem(early.envelopeId, envelopeId));
  for (const early of kept) {
    applyReceipt(rec, early.from, messageReceiptBody.parse(JSON.parse(early.receipt)));
    deleteEarlyReceipts(rec.tx, early.envelopeId);
  }
}
