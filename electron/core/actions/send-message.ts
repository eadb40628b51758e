import type { PrecisionFinding } from '#shared/domain/precision-check.ts';
import type { MessageDraft } from '#shared/ipc/messages.ts';
import type { AppError } from '#shared/ipc/wire.ts';
import type { MessageId } from '#shared/lib/ids.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { ActionContext, ActionHandler, Answer } from '../context.ts';
import { type DraftContent, draftContent, whatIsMissing } from '../messages/draft-content.ts';
import { reviewDraft } from '../messages/review-draft.ts';
import { documentSubject, personSubject, vehicleSubject } from '../messages/subject.ts';
import { wireBody } from '../messages/wire-body.ts';
import { indexMessage } from '../search-index.ts';
import { placeInCase } from '../sharing/place-in-case.ts';
import { linkAttachment } from '../store/tables/attachments.ts';
import { deleteDraft } from '../store/tables/drafts.ts';
import { insertRecipients } from '../store/tables/message-recipients.ts';
import { insertMessage, type MessageRecord, setMessageAnswered } from '../store/tables/messages.ts';
import { appendOutboxItem } from '../store/tables/outbox.ts';
import { openCase } from './open-case.ts';

/**
 * Sends a request or an answer: it is in the outbox when this returns, and leaves when the hub can be reached. What goes along is
 * captured as it stands now. Refused while the precision check finds something blocking.
 */
export const sendMessage: ActionHandler<'message.send'> = (ctx, { draftKey, ...draft }) => {
  const content = draftContent(ctx.db, draft);
  const refusal = whyNot(ctx, draft, content);
  if (refusal) return err(refusal);
  const message = messageOf(ctx, draft, content);
  if (!message.ok) return message;
  write(ctx, message.value, content);
  if (draftKey !== null) deleteDraft(ctx.tx, ctx.actor.id, draftKey);
  return ok({ id: message.value.id, conversationId: message.value.conversationId });
};

function whyNot(ctx: ActionContext, draft: MessageDraft, content: DraftContent): AppError | null {
  const complete = whatIsMissing(draft, content);
  if (!complete.ok) return complete.error;
  const writable = content.case ? openCase(ctx.db, content.case.id) : null;
  if (writable && !writable.ok) return writable.error;
  const blocking = reviewDraft(ctx, draft, content).filter((finding) => finding.severity === 'blocking');
  return blocking.length === 0 ? null : precisionError(blocking);
}

const precisionError = (blocking: readonly PrecisionFinding[]): AppError => ({
  code: 'precision-check',
  params: { count: blocking.length, codes: [...new Set(blocking.map(({ code }) => code))].join(',') },
});

function messageOf(ctx: ActionContext, draft: MessageDraft, content: DraftContent): Answer<MessageRecord> {
  // The precision check blocks a message without them; this only tells the compiler.
  if (draft.handling === null || draft.purpose === null)
    return err({ code: 'precision-check', params: { count: 1, codes: '' } });
  const id = ctx.newId() as MessageId;
  return ok({
    id,
    conversationId: content.answered?.conversationId ?? id,
    inReplyTo: draft.inReplyTo,
    direction: 'out',
    caseId: content.case?.id ?? null,
    from: ctx.identity.bureau,
    author: ctx.actor.name,
    to: [...new Set(draft.to)],
    subject: draft.subject,
    body: draft.body,
    priority: draft.priority,
    handling: draft.handling,
    marking: draft.marking,
    purpose: draft.purpose,
    answerBy: draft.answerBy,
    senderReference: null,
    subjects: [
      ...content.persons.map(personSubject),
      ...content.documents.map(documentSubject),
      ...content.vehicles.map(vehicleSubject),
    ],
    at: ctx.now,
    readAt: null,
    answeredAt: null,
    draft: JSON.stringify(draft),
    streamNumber: null,
    caseReference: content.case?.reference ?? null,
  });
}

/** Where it stands goes ahead of it: at the bureau's other workstations it is never seen outside its case. */
function write(ctx: ActionContext, message: MessageRecord, content: DraftContent): void {
  const { tx, now, actor } = ctx;
  const { conversationId, caseId, subject: title, priority } = message;
  insertMessage(tx, { ...message, caseId: content.answered?.caseId ?? null });
  insertRecipients(tx, message.id, message.to, 'waiting');
  for (const file of content.files) linkAttachment(tx, message.id, file.id);
  if (caseId) placeInCase(ctx, { conversationId, caseId, title, priority });
  if (content.answered?.direction === 'in') setMessageAnswered(tx, content.answered.id, now);
  appendOutboxItem(tx, {
    id: message.id,
    kind: 'message',
    refId: message.id,
    caseId,
    title,
    to: message.to,
    priority,
    queuedAt: now,
    queuedBy: actor.name,
    envelopeId: message.id,
    body: JSON.stringify(wireBody(tx, message)),
  });
  indexMessage(tx, message);
}
