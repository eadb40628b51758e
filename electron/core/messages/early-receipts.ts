import { type MessageReceiptBody, messageReceiptBody } from '#shared/protocol/message-receipt-body.ts';
import { forgetSyncState, putSyncState, syncState } from '../store/tables/sync-state.ts';
import type { Recording } from '../timeline.ts';
import { applyReceipt } from './apply-receipt.ts';

interface EarlyReceipt {
  readonly from: string;
  readonly receipt: MessageReceiptBody;
}

const nameOf = (envelopeId: string): string => `early-receipts ${envelopeId}`;

/**
 * Keeps what an addressee says of a message that is not here yet, in the caller's transaction. After a restore of the hub both are offered
 * again, by different workstations, and the receipt may come first.
 */
export function keepEarlyReceipt({ tx }: Recording, from: string, receipt: MessageReceiptBody): void {
  const name = nameOf(receipt.messageId);
  const kept = JSON.parse(syncState(tx, name) ?? '[]') as EarlyReceipt[];
  putSyncState(tx, name, JSON.stringify([...kept, { from, receipt }]));
}

/** The message has come: what was said of it before counts now. */
export function applyEarlyReceipts(rec: Recording, envelopeId: string): void {
  const name = nameOf(envelopeId);
  const kept = syncState(rec.tx, name);
  if (kept === null) return;
  for (const { from, receipt } of JSON.parse(kept) as EarlyReceipt[])
    applyReceipt(rec, from, messageReceiptBody.parse(receipt));
  forgetSyncState(rec.tx, [name]);
}
