import type { MessagePriority } from '#shared/domain/message-priority.ts';
import type { CaseId, EnvelopeId } from '#shared/lib/ids.ts';
import { toInstant } from '#shared/protocol/instant.ts';
import type { MessageReceiptBody } from '#shared/protocol/message-receipt-body.ts';
import { appendOutboxItem } from '../store/tables/outbox.ts';
import type { Recording } from '../timeline.ts';

export interface Receipted {
  /** The envelope that brought the message. */
  readonly id: string;
  readonly from: string;
  /** Empty where the message could not be opened. */
  readonly subject: string;
  readonly priority: MessagePriority;
  readonly caseId: CaseId | null;
}

/**
 * Tells the sender what became of its message.
 * @param notBefore milliseconds since 1970; null = as soon as it can be
 */
export function queueReceipt(
  { tx, now, newId }: Recording,
  message: Receipted,
  state: MessageReceiptBody['state'],
  by: string,
  notBefore: number | null = null,
): void {
  const id = newId();
  const body: MessageReceiptBody = { messageId: message.id as EnvelopeId, state, at: toInstant(now) };
  appendOutboxItem(tx, {
    id,
    kind: 'receipt',
    refId: message.id,
    caseId: message.caseId,
    title: message.subject,
    to: [message.from],
    priority: message.priority,
    queuedAt: now,
    queuedBy: by,
    envelopeId: id,
    body: JSON.stringify(body),
    notBefore,
  });
}
