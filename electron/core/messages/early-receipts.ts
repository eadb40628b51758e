import { type MessageReceiptBody, messageReceiptBody } from '#shared/protocol/message-receipt-body.ts';
import { deleteEarlyReceipts, earlyReceiptsFor, insertEarlyReceipt } from '../store/tables/early-receipts.ts';
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

/** The message has come: what was said of it before counts now. */
export function applyEarlyReceipts(rec: Recording, envelopeId: string): void {
  const kept = earlyReceiptsFor(rec.tx, envelopeId);
  if (kept.length === 0) return;
  for (const { from, receipt } of kept) applyReceipt(rec, from, messageReceiptBody.parse(JSON.parse(receipt)));
  deleteEarlyReceipts(rec.tx, envelopeId);
}
